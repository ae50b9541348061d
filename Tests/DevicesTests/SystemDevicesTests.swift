// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import PluginKit
import TestSupport
import Testing

@testable import Devices

/// Real services with devices of our own: runs in a session of Tests/Desktop/session.py.
@Suite(.serialized, .enabled(if: DesktopSession.isThere), .timeLimit(.minutes(1)))
struct SystemDevicesTests {
    /// One for all tests, as in the program.
    static let system = SystemDevices()

    @Test func everyDeviceIsListedOnceUnderItsName() async {
        let devices = await Self.system.currentDevices()
        #expect(Set(devices.map(\.id)).count == devices.count)
        #expect(devices.filter { $0.kind == .camera }.map(\.name).sorted().prefix(2) == ["Camera 1", "Camera 2"])
        #expect(devices.contains { $0.origin == .pipeWire(node: "camera-2") })
        #expect(devices.filter { $0.kind == .microphone }.map(\.name) == ["Test Microphone"])
        #expect(devices.filter { $0.kind == .microphone }.map(\.isDefault) == [true])
        #expect(devices.filter { $0.kind == .speaker }.map(\.origin) == [.pulse(device: "test-speaker")])
    }

    @Test func comingAndGoingIsToldWithoutAsking() async throws {
        var lists = Self.system.devices.makeAsyncIterator()
        let before = await Self.system.currentDevices()
        #expect(!before.contains { $0.name == "Extra" })

        try DesktopSession.run("add_camera('extra', 'Extra'); devices.add_microphone('m', 'Spare')")
        let plugged = try #require(
            await Self.next(&lists) { list in
                Set(["Extra", "Spare"]).isSubset(of: list.map(\.name))
            }
        )
        #expect(plugged.filter { $0.name == "Spare" }.map(\.kind) == [.microphone])

        // A camera alone, for which no sound service speaks up.
        try DesktopSession.run("add_camera('late', 'Late')")
        #expect(await Self.next(&lists) { list in list.contains { $0.name == "Late" } } != nil)
        try DesktopSession.run("remove('extra'); devices.remove('m'); devices.remove('late')")
        let after = await Self.next(&lists) { list in Set(list).isSuperset(of: before) && list.count == before.count }
        #expect(after.map(Set.init) == Set(before))
    }

    @Test func theDefaultMicrophoneIsKnownAfterItsPredecessorWasUnplugged() async throws {
        try DesktopSession.run("add_microphone('m', 'Spare'); devices.set_default(microphone='m')")
        var lists = Self.system.devices.makeAsyncIterator()
        let chosen = await Self.next(&lists) { Self.defaultMicrophone(in: $0) == "Spare" }
        #expect(chosen != nil)

        try DesktopSession.run("remove('m')")
        let left = await Self.next(&lists) { Self.defaultMicrophone(in: $0) == "Test Microphone" }
        #expect(left != nil)
    }

    @Test func aChangeOfDefaultIsSeenByWhoeverAsks() async throws {
        #expect(await Self.defaultMicrophone(in: Self.system.currentDevices()) == "Test Microphone")
        try DesktopSession.run("add_microphone('m', 'Spare'); devices.set_default(microphone='m')")
        #expect(await Self.defaultMicrophone(in: Self.system.currentDevices()) == "Spare")
        try DesktopSession.run("remove('m')")
    }

    private static func defaultMicrophone(in devices: [MediaDevice]) -> String? {
        devices.first { $0.kind == .microphone && $0.isDefault }?.name
    }

    private static func next(
        _ lists: inout AsyncStream<[MediaDevice]>.Iterator,
        where matches: ([MediaDevice]) -> Bool
    ) async -> [MediaDevice]? {
        while let list = await lists.next(isolation: #isolation) {
            if matches(list) { return list }
        }
        return nil
    }
}

struct MachineWithoutServicesTests {
    @Test func hasNoDevicesAndDoesNotHang() async {
        await #expect(processExitsWith: .success) {
            for (name, value) in [("XDG_RUNTIME_DIR", "/nonexistent"), ("PULSE_SERVER", "unix:/nonexistent")] {
                setenv(name, value, 1)
            }
            let devices = await SystemDevices().currentDevices()
            // A kernel's camera needs no service.
            exit(devices.allSatisfy { $0.id.rawValue.hasPrefix("/dev/") } ? 0 : 1)
        }
    }
}
