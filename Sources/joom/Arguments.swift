// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import JoomModel
import JoomUI
import RoomProtocol

/// The command line of `joom`.
struct Arguments: ParsableCommand {
    /// What to do with something that is on or off.
    enum Turn: String, CaseIterable, ExpressibleByArgument {
        case on, off, toggle

        var wish: Control.Switch {
            switch self {
            case .on: .on
            case .off: .off
            case .toggle: .toggle
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "joom",
        abstract: "Video calls without an account: type a room name, see each other.",
        usage: """
            joom [ROOM|LINK] [--server URL] [--name NAME] [--plugin NAME] [--safe-mode] [--new-instance]
            joom --new-room | --test-call
            joom [--mute on|off|toggle] [--camera on|off|toggle] [--leave] [--list] [--statistics] [--json]
            """,
        discussion: """
            Without a room, the window asks for one. Without a server, this computer hosts the room. The last form asks \
            the Joom that is running.
            """,
        version: "\(AppIdentity.name) \(AppIdentity.version)"
    )

    @Argument(help: ArgumentHelp("A room's name, or a link to a room.", valueName: "room|link"))
    var destination: String?

    @Option(help: ArgumentHelp("The server of the room, such as https://example.org.", valueName: "url"))
    var server: String?

    @Option(help: "What the others should call you.")
    var name: String?

    @Option(help: ArgumentHelp("Use this plugin for everything it brings, such as dummy.", valueName: "name"))
    var plugin: [String] = []

    @Flag(help: "Load no plugins but Joom's own parts.")
    var safeMode = false

    @Flag(help: "Open a window of its own even if Joom is running.")
    var newInstance = false

    @Flag(help: "Enter a room with a name of its own making.")
    var newRoom = false

    @Flag(help: "Call a made-up person, to see whether calls work here.")
    var testCall = false

    @Option(help: ArgumentHelp("Mute the microphone, or not.", valueName: "on|off|toggle"))
    var mute: Turn?

    @Option(help: ArgumentHelp("Use the camera, or not.", valueName: "on|off|toggle"))
    var camera: Turn?

    @Flag(help: "Leave the room.")
    var leave = false

    @Flag(help: "Print who is in the room.")
    var list = false

    @Flag(help: "Print the figures of the connections.")
    var statistics = false

    @Flag(help: "Print JSON.")
    var json = false

    /// How D-Bus starts the program; GLib takes it.
    @Flag(help: .hidden)
    var gapplicationService = false

    /// What is asked of the Joom that is running, in the order in which it makes sense.
    var controls: [Control] {
        var controls: [Control] = []
        if let mute { controls.append(.mute(mute.wish)) }
        if let camera { controls.append(.camera(camera.wish)) }
        if list { controls.append(.list(asJSON: json)) }
        if statistics { controls.append(.statistics(asJSON: json)) }
        if leave { controls.append(.leave) }
        return controls
    }

    func validate() throws {
        let isBeginning = destination != nil || newRoom || testCall
        guard [destination != nil, newRoom, testCall].count(where: { $0 }) < 2 else {
            throw ValidationError("Name a room, or ask for a new one or a test call; one at a time.")
        }
        guard
            controls.isEmpty
                || !(isBeginning || newInstance || server != nil || name != nil || !plugin.isEmpty || safeMode)
        else {
            throw ValidationError("What is asked of the Joom that is running goes into a command of its own.")
        }
        guard !json || list || statistics else { throw ValidationError("--json goes with --list or --statistics.") }
    }

    /// Checks what the parser cannot: addresses and names.
    func launch() throws(LaunchProblem) -> Launch {
        do throws(LinkError) {
            return Launch(
                destination: try destination.map { text throws(LinkError) in try Destination(text) },
                beginning: newRoom ? .newRoom : testCall ? .testCall : .form,
                controls: controls,
                server: try server.map { text throws(LinkError) in try ServerAddress(typed: text) },
                name: name
            )
        } catch {
            throw LaunchProblem(error)
        }
    }

    /// Reads the arguments of a start, without the program's name.
    ///
    /// - Throws: `CleanExit` for a request for help, `LaunchProblem` for everything that makes no sense.
    static func read(_ arguments: [String]) throws -> Arguments {
        let parsed: Arguments
        do {
            parsed = try parse(arguments)
        } catch {
            guard exitCode(for: error) != .success else { throw error }
            throw LaunchProblem(message(for: error))
        }
        if let unknown = parsed.plugin.first(where: { name in !Plugins.all.contains { $0.name == name } }) {
            let names = Plugins.all.map(\.name).joined(separator: ", ")
            throw LaunchProblem("There is no plugin called \(unknown). There are: \(names).")
        }
        _ = try parsed.launch()
        return parsed
    }
}
