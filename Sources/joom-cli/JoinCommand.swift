// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import CallSession
import JoomModel
import PluginKit
import RoomProtocol

/// `joom-cli join`: enters a room, reports what happens, and says at the end whether media arrived.
struct JoinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join",
        abstract: "Enter a room, and report what arrives.",
        discussion: """
            Exit status: 0 every medium that the peer announced arrived, 2 nobody came, 3 a peer but no media, 1 an \
            error, 64 nonsense on the command line.
            """
    )

    @Argument(help: "The room's name, or a link to it.") var room: String
    @Option(help: "The server, such as http://127.0.0.1:3000.") var server: String?
    @Flag(help: "Look for the room on this network, and ask its owner to be let in.") var nearby = false
    @Option(help: "What the others see.") var name: String?
    @Option(help: "Leave after so many seconds; without it at SIGINT or SIGTERM.") var duration: Double?
    @Option(help: "A camera's name, test, test:#rrggbb or none.") var camera = "test"
    @Option(help: "A microphone's name, test, test:HZ or none.") var microphone = "test"
    @Option(help: "Show a screen in the camera's place: portal (asks), x11, x11:DISPLAY or test.") var share: String?
    @Option(help: "Size of our picture, in px.") var size = "640x480"
    @Option(help: "What our picture is for those who can show it: vp8, vp9 or h264.") var codec = "vp8"
    @Option(help: "Save the last picture received as PNG.") var snapshot: String?
    @Option(help: "Save the sound received as WAV.") var recordAudio: String?
    @Option(help: "Record the call as WebM, or as Matroska where H.264 is in it; the others are told.") var record:
        String?
    @Option(help: "Report figures every so many seconds.") var statsInterval: Double?
    @Option(help: "Save the figures as a table of comma-separated values.") var statsCsv: String?
    @Option(help: "Use an effect, by its name or its file; may be repeated.") var effect: [String] = []
    @Option(help: "Write into the chat when somebody is there; may be repeated.") var say: [String] = []
    @OptionGroup var servers: IceServerArguments
    @OptionGroup var paths: PathArguments
    @Flag(help: "Join with the microphone muted.") var muted = false
    @Flag(help: "Join with the camera off.") var cameraOff = false
    @Flag(
        help:
            "Obey lines of standard input: lock, unlock, admit, deny, remove, owner, share, unshare, record, unrecord, leave."
    )
    var commands = false
    @Flag(help: "Load no plugins but Joom's own parts.") var safeMode = false
    @Flag(help: "Write one JSON object a line to standard output.") var json = false

    /// How long a room may take to be found.
    private static let searchTime = Duration.seconds(10)

    func validate() throws { _ = try options() }

    func run() throws {
        var options = try options()
        let (start, isNearby) = (ContinuousClock.now, nearby)
        CommandLoop.run { stop in
            let report = Report(isJSON: options.isJSON, start: start)
            if isNearby {
                guard let server = await NearbySearch(report).find(options.room, within: Self.searchTime) else {
                    report.notNearby(options.room)
                    return 1
                }
                options.server = server
            }
            return await HeadlessParticipant(options, report: report).run(until: stop)
        }
    }

    private func options() throws -> ParticipantOptions {
        let place = try place()
        var options = ParticipantOptions(room: place.room, server: place.server)
        options.keys = place.keys
        options.name = name
        options.duration = try duration.map { try Self.seconds($0, "--duration") }
        options.statsInterval = try statsInterval.map { try Self.seconds($0, "--stats-interval") }
        options.tablePath = statsCsv
        options.camera = try CaptureChoice(camera: camera)
        options.microphone = try CaptureChoice(microphone: microphone)
        options.screen = try share.map { try ScreenChoice($0) }
        (options.width, options.height) = try Self.size(size)
        options.codec = try Self.codec(codec)
        options.snapshotPath = snapshot
        options.audioPath = recordAudio
        options.recordPath = record
        options.effects = try effect.map(Self.setting)
        options.messages = say
        options.network = NetworkOptions(
            iceServers: try servers.servers(),
            isRelayOnly: paths.relayOnly,
            ports: try paths.range()
        )
        options.isMuted = muted
        options.isCameraOff = cameraOff
        options.isJSON = json
        options.obeysCommands = commands
        options.isSafe = safeMode
        return options
    }

    /// Finds an effect, or says what is wrong with it.
    private static func setting(_ text: String) throws -> EffectSetting {
        let listing = try EffectsCommand.find(text)
        do {
            return EffectSetting(id: listing.id, effect: try listing.content.get())
        } catch {
            throw ValidationError("The effect “\(text)” cannot be used: \(listing.path), \(error).")
        }
    }

    /// A link names the server itself; a bare room needs `--server`.
    private func place() throws -> (room: RoomName, server: ServerAddress, keys: RoomKeys?) {
        if let link = try? RoomLink(room), !nearby { return (link.room, link.server, link.keys) }
        let room: RoomName
        do { room = try RoomName(self.room) } catch {
            throw ValidationError("“\(self.room)” cannot name a room: \(Self.reason(error)).")
        }
        // Found later.
        if nearby { return (room, ServerAddress(host: "localhost", port: 0, isSecure: false), nil) }
        guard let server else {
            throw ValidationError("Name the server with --server URL, look for the room with --nearby, or give a link.")
        }
        do { return (room, try ServerAddress(typed: server), nil) } catch {
            throw ValidationError("“\(server)” is not a server's address; it looks like http://127.0.0.1:3000.")
        }
    }

    private static func reason(_ error: RoomNameError) -> String {
        switch error {
        case .empty: "it is empty"
        case .tooLong(let bytes, let limit): "it has \(bytes) bytes, more than \(limit)"
        case .controlCharacter: "it holds a control character"
        }
    }

    private static func codec(_ text: String) throws -> VideoCodec {
        guard let codec = VideoCodec(rawValue: text.uppercased()) else {
            throw ValidationError("--codec takes vp8, vp9 or h264, not “\(text)”.")
        }
        return codec
    }

    private static func seconds(_ value: Double, _ option: String) throws -> Duration {
        guard value.isFinite, (0.1..<1e8).contains(value) else {
            throw ValidationError("\(option) takes a number of seconds, 0.1 at the least.")
        }
        return .milliseconds(Int64(value * 1000))
    }

    private static func size(_ text: String) throws -> (Int, Int) {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let width = parts[0], let height = parts[1],
            (64...3840).contains(width), (64...2160).contains(height)
        else { throw ValidationError("--size takes WIDTHxHEIGHT in px, from 64x64 to 3840x2160, such as 640x480.") }
        return (width, height)
    }
}
