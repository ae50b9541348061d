// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import CallSession
import JoomModel
import PluginKit

/// What a headless participant is to do.
struct ParticipantOptions {
    var room: RoomName
    var server: ServerAddress
    /// What the key of the room's link gives.
    var keys: RoomKeys?
    var name: String?
    var duration: Duration?
    var statsInterval: Duration?
    /// Where figures are kept as comma-separated values.
    var tablePath: String?
    var camera = CaptureChoice.test(nil)
    var microphone = CaptureChoice.test(nil)
    /// What to show in the camera's place as soon as we are in the room.
    var screen: ScreenChoice?
    var width = 640
    var height = 480
    var codec = VideoCodec.vp8
    var snapshotPath: String?
    var audioPath: String?
    /// Where the call is recorded.
    var recordPath: String?
    var effects: [EffectSetting] = []
    var messages: [String] = []
    var network = NetworkOptions()
    var isMuted = false
    var isCameraOff = false
    var isJSON = false
    /// Obey the lines of standard input.
    var obeysCommands = false
    /// Libraries are loaded only where somebody could want it.
    var isSafe = true

    /// Into this room, with made-up picture and sound.
    init(room: RoomName, server: ServerAddress) {
        self.room = room
        self.server = server
    }
}

/// A camera or microphone as the command line names it.
enum CaptureChoice: Equatable {
    /// None at all.
    case none
    /// The made-up one; with a description of its own if a colour or pitch was given.
    case test(MediaDevice?)
    /// A device by its name for people, or by the system's.
    case named(String)

    /// Reads `none`, `test`, `test:#rrggbb` or a name.
    init(camera text: String) throws {
        self = try CaptureChoice(text) { colour in
            guard colour.count == 7, colour.first == "#", UInt32(colour.dropFirst(), radix: 16) != nil else {
                throw ValidationError("--camera test:COLOUR takes a colour such as #c01c28.")
            }
            return Self.device(.camera, named: "Test picture \(colour)", .testPicture(colour: colour))
        }
    }

    /// Reads `none`, `test`, `test:HZ` or a name.
    init(microphone text: String) throws {
        self = try CaptureChoice(text) { pitch in
            guard let frequency = Double(pitch), (20...20_000).contains(frequency) else {
                throw ValidationError("--microphone test:HZ takes a pitch from 20 to 20000.")
            }
            return Self.device(.microphone, named: "Test tone \(pitch) Hz", .testTone(frequency: frequency))
        }
    }

    private init(_ text: String, describe: (String) throws -> MediaDevice) throws {
        switch text {
        case "none": self = .none
        case "test": self = .test(nil)
        case _ where text.hasPrefix("test:"): self = .test(try describe(String(text.dropFirst(5))))
        case _: self = .named(text)
        }
    }

    /// The made-up device to add to the system's; nil for the ones that are there anyway.
    var device: MediaDevice? {
        switch self {
        case .test(let device): device
        case .none, .named: nil
        }
    }

    /// The choice among what is there.
    ///
    /// - Parameters:
    ///   - kind: camera or microphone.
    ///   - devices: what is there.
    /// - Returns: nil when no device has the name.
    func selection(_ kind: MediaDevice.Kind, among devices: [MediaDevice]) -> DeviceSelection? {
        switch self {
        case .none: return DeviceSelection.none
        case .test(let device): return device.map { .device($0.id) } ?? .test
        case .named(let name):
            let found = devices.first { $0.kind == kind && ($0.name == name || $0.id.rawValue == name) }
            return found.map { .device($0.id) }
        }
    }

    private static func device(
        _ kind: MediaDevice.Kind,
        named name: String,
        _ origin: MediaDevice.Origin
    ) -> MediaDevice {
        MediaDevice(id: DeviceID("joom-cli-\(kind.rawValue)"), name: name, kind: kind, origin: origin)
    }
}

/// Offers the made-up devices of the command line beside the system's.
struct MadeUpDevices: Plugin, CaptureSource {
    let name = "made-up-devices"
    let list: [MediaDevice]

    func register(in registry: inout PluginRegistry) { registry.captureSources.append(self) }

    var devices: AsyncStream<[MediaDevice]> { AsyncStream { $0.yield(list) } }

    func currentDevices() async -> [MediaDevice] { list }
}
