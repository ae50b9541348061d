// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit

/// Two cameras, told apart by their colour, one microphone and one speaker; never plugged or pulled.
public struct DummyDevices: CaptureSource {
    /// The orange camera, which is the default.
    public static let camera1 = MediaDevice(
        id: DeviceID("dummy-camera-1"),
        name: "Dummy Camera 1",
        kind: .camera,
        origin: .testPicture(colour: "#e66100"),
        isDefault: true
    )
    /// The blue camera.
    public static let camera2 = MediaDevice(
        id: DeviceID("dummy-camera-2"),
        name: "Dummy Camera 2",
        kind: .camera,
        origin: .testPicture(colour: "#1c71d8")
    )
    /// A tone of 440 Hz.
    public static let microphone = MediaDevice(
        id: DeviceID("dummy-microphone"),
        name: "Dummy Microphone",
        kind: .microphone,
        origin: .testTone(frequency: 440),
        isDefault: true
    )
    /// Plays to the microphone.
    public static let speaker = MediaDevice(
        id: DeviceID("dummy-speaker"),
        name: "Dummy Speaker",
        kind: .speaker,
        origin: .testTone(frequency: 880),
        isDefault: true
    )

    /// All of them.
    public static let all = [camera1, camera2, microphone, speaker]

    /// Has nothing to look for.
    public init() {}

    /// The list of now; there is never another.
    public var devices: AsyncStream<[MediaDevice]> {
        AsyncStream { continuation in
            continuation.yield(Self.all)
            continuation.finish()
        }
    }

    /// The same list.
    public func currentDevices() async -> [MediaDevice] { Self.all }
}
