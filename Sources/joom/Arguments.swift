// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import JoomModel
import JoomUI
import RoomProtocol

/// The command line of `joom`.
struct Arguments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "joom",
        abstract: "Video calls without an account: type a room name, see each other.",
        usage: "joom [ROOM|LINK] [--server URL] [--name NAME] [--plugin NAME] [--new-instance]",
        discussion: "Without a room, the window asks for one. Without a server, this computer hosts the room.",
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

    @Flag(help: "Open a window of its own even if Joom is running.")
    var newInstance = false

    /// Checks what the parser cannot: addresses and names.
    func launch() throws(LaunchProblem) -> Launch {
        do throws(LinkError) {
            return Launch(
                destination: try destination.map { text throws(LinkError) in try Destination(text) },
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
