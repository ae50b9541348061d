// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Testing

@testable import Devices

struct DeviceCatalogueTests {
    static func node(_ name: String, _ display: String, role: String? = "Camera", priority: String? = nil)
        -> FoundDevice
    {
        FoundDevice(
            typeName: "GstPipeWireDevice",
            deviceClass: "Video/Source",
            displayName: display,
            properties: ["node.name": name, "media.role": role, "priority.session": priority].compactMapValues { $0 }
        )
    }

    static func kernel(_ path: String, _ display: String) -> FoundDevice {
        FoundDevice(typeName: "GstV4l2Device", deviceClass: "Video/Source", displayName: display, openName: path)
    }

    static func pulse(
        _ name: String,
        _ display: String,
        _ deviceClass: String = "Audio/Source",
        isDefault: Bool = false,
        properties: [String: String] = [:]
    ) -> FoundDevice {
        FoundDevice(
            typeName: "GstPulseDevice",
            deviceClass: deviceClass,
            displayName: display,
            openName: name,
            isDefault: isDefault,
            properties: properties
        )
    }

    @Test func aSoundDeviceFoundTwiceIsListedOnce() {
        let viaPipeWire = FoundDevice(
            typeName: "GstPipeWireDevice",
            deviceClass: "Audio/Source",
            displayName: "Desk",
            properties: ["node.name": "desk"]
        )
        let devices = DeviceCatalogue.devices(from: [viaPipeWire, Self.pulse("desk", "Desk", isDefault: true)])
        let desk = MediaDevice(
            id: DeviceID("desk"),
            name: "Desk",
            kind: .microphone,
            origin: .pulse(device: "desk"),
            isDefault: true
        )
        #expect(devices == [desk])
    }

    @Test func monitorsAndTheDummyAreNoDevices() {
        let devices = DeviceCatalogue.devices(from: [
            Self.pulse("box.monitor", "Monitor of Box", properties: ["device.class": "monitor", "node.name": "box"]),
            Self.pulse("other.monitor", "Monitor of Other"),
            Self.pulse("auto_null", "Dummy Output", "Audio/Sink", isDefault: true),
            Self.pulse("auto_null.monitor", "Monitor of Dummy Output", isDefault: true),
            Self.pulse("box", "Box", "Audio/Sink"),
        ])
        #expect(devices.map(\.name) == ["Box"])
        #expect(devices.map(\.kind) == [.speaker])
    }

    @Test func camerasComeFromPipeWireAndElseFromTheKernel() {
        let kernel = Self.kernel("/dev/video0", "Webcam")
        let both = DeviceCatalogue.devices(from: [kernel, Self.node("cam", "Webcam (V4L2)")])
        #expect(both.map(\.origin) == [.pipeWire(node: "cam")])
        #expect(both.map(\.name) == ["Webcam"])
        let alone = DeviceCatalogue.devices(from: [kernel])
        #expect(alone.map(\.origin) == [.v4l2(path: "/dev/video0")])
        #expect(alone.map(\.isDefault) == [true])
    }

    @Test func behindThePortalOneCameraStandsForAllUntilTheyAreListed() {
        let sound = Self.pulse("desk", "Desk")
        let promised = DeviceCatalogue.devices(from: [sound], behindPortal: .promised)
        #expect(promised.map(\.origin) == [.portal(node: nil), .pulse(device: "desk")])
        let found = [Self.node("cam", "Webcam"), Self.kernel("/dev/video0", "Webcam"), sound]
        let listed = DeviceCatalogue.devices(from: found, behindPortal: .listed)
        #expect(listed.map(\.origin) == [.portal(node: "cam"), .pulse(device: "desk")])
        #expect(listed.map(\.isDefault) == [true, true])
        #expect(DeviceCatalogue.devices(from: [], behindPortal: .listed).isEmpty)
    }

    @Test func castScreensAndNamelessNodesAreNoCameras() {
        let nameless = FoundDevice(typeName: "GstPipeWireDevice", deviceClass: "Video/Source", displayName: "?")
        #expect(DeviceCatalogue.devices(from: [Self.node("s", "Screen", role: "Screen"), nameless]).isEmpty)
    }

    @Test func theCameraOfTheHighestPriorityIsTheDefault() {
        let devices = DeviceCatalogue.devices(from: [
            Self.node("a", "A"), Self.node("b", "B", priority: "1000"), Self.node("c", "C", priority: "500"),
        ])
        #expect(devices.filter(\.isDefault).map(\.name) == ["B"])
    }

    @Test func twoOfAModelAreToldApartAndControlCharactersVanish() {
        let devices = DeviceCatalogue.devices(from: [
            Self.node("a", "Web\u{1B}cam\n"), Self.node("b", "Webcam"), Self.node("a", "Webcam"), Self.node("d", ""),
        ])
        #expect(devices.map(\.name) == ["Webcam", "Webcam 2", "d"])
        #expect(devices.map(\.id.rawValue) == ["a", "b", "d"])
    }
}
