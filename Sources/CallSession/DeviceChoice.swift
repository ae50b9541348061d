// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// Turns a choice and what is plugged in into the device to open.
enum DeviceChoice {
    /// The made-up camera.
    static let testCamera = MediaDevice(
        id: DeviceID("joom-test-picture"),
        name: "Test picture",
        kind: .camera,
        origin: .testPicture(colour: "#3584e4")
    )
    /// The made-up microphone.
    static let testMicrophone = MediaDevice(
        id: DeviceID("joom-test-tone"),
        name: "Test tone",
        kind: .microphone,
        origin: .testTone(frequency: 440)
    )

    /// - Parameters:
    ///   - selection: what was chosen.
    ///   - kind: camera, microphone or speaker.
    ///   - devices: what is plugged in.
    ///   - unusable: what failed since it was plugged in or chosen.
    /// - Returns: the device to open; nil for none.
    static func resolve(
        _ selection: DeviceSelection,
        _ kind: MediaDevice.Kind,
        among devices: [MediaDevice],
        except unusable: Set<DeviceID> = []
    ) -> MediaDevice? {
        let usable = devices.filter { $0.kind == kind && !unusable.contains($0.id) }
        let fallback = usable.first(where: \.isDefault) ?? usable.first { !isMadeUp($0) }
        switch selection {
        case .systemDefault: return fallback
        case .device(let id): return usable.first { $0.id == id } ?? fallback
        case .test: return usable.first(where: isMadeUp) ?? madeUp(kind).flatMap { unusable.contains($0.id) ? nil : $0 }
        case .none: return nil
        }
    }

    /// All lists as one, the first of equal ids winning.
    static func merge(_ lists: [[MediaDevice]]) -> [MediaDevice] {
        var seen: Set<DeviceID> = []
        return lists.flatMap(\.self).filter { seen.insert($0.id).inserted }
    }

    /// Whether it is a thing that can be pulled out, unlike the made-up ones, and the one that stands for those to come.
    static func isPluggedIn(_ device: MediaDevice) -> Bool { !isMadeUp(device) && device.origin != .portal(node: nil) }

    private static func isMadeUp(_ device: MediaDevice) -> Bool {
        switch device.origin {
        case .testPicture, .testTone: true
        case .pipeWire, .portal, .pulse, .v4l2: false
        }
    }

    private static func madeUp(_ kind: MediaDevice.Kind) -> MediaDevice? {
        switch kind {
        case .camera: testCamera
        case .microphone: testMicrophone
        case .speaker: nil
        }
    }
}
