// SPDX-License-Identifier: GPL-3.0-or-later

/// A camera, microphone or speaker that can be chosen.
public struct MediaDevice: Hashable, Sendable {
    /// What a device is for.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Gives pictures.
        case camera
        /// Gives sound.
        case microphone
        /// Plays sound.
        case speaker
    }

    /// How the media engine opens a device.
    public enum Origin: Hashable, Sendable {
        /// A camera node of the PipeWire graph, by `node.name`.
        case pipeWire(node: String)
        /// A camera behind the desktop's camera portal, by `node.name`; nil until the person said yes, and then any.
        case portal(node: String?)
        /// A source or sink of the PulseAudio protocol, by name.
        case pulse(device: String)
        /// A kernel video device, such as `/dev/video0`.
        case v4l2(path: String)
        /// A moving picture with a colour of its own (`#rrggbb`), made up for tests and people without a camera.
        case testPicture(colour: String)
        /// A tone, in Hz.
        case testTone(frequency: Double)
    }

    /// The system's name.
    public let id: DeviceID
    /// The name for people.
    public let name: String
    /// What it is for.
    public let kind: Kind
    /// How to open it.
    public let origin: Origin
    /// True for the one the system would take.
    public let isDefault: Bool

    /// Describes a device.
    public init(id: DeviceID, name: String, kind: Kind, origin: Origin, isDefault: Bool = false) {
        self.id = id
        self.name = name
        self.kind = kind
        self.origin = origin
        self.isDefault = isDefault
    }
}

/// Which device to use.
public enum DeviceSelection: Hashable, Sendable {
    /// Whatever the system would take, also when that changes.
    case systemDefault
    /// This one while it is there, else the default.
    case device(DeviceID)
    /// The made-up one.
    case test
    /// None at all.
    case none
}
