// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Dispatch
import Glibc
import JoomModel
import Logging
import ProgramKit
import SignalingServer

/// The command `joom-server`.
struct JoomServer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "joom-server",
        abstract: "Lets people find each other in rooms for video calls.",
        version: Product.version
    )

    @Option(help: "The name or address of this computer to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on, 0 for any free one.")
    var port = 3_000

    @Option(help: "How many people fit into a room.")
    var capacity = 4

    @Option(
        name: .customLong("stun"),
        help: ArgumentHelp("A STUN server that members are told of; may be repeated.", valueName: "stun:host:port")
    )
    var stunServers: [String] = []

    @Flag(help: "Say more on standard error.")
    var verbose = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
        guard (2...32).contains(capacity) else { throw ValidationError("A room has 2 to 32 seats.") }
        guard !host.isEmpty else { throw ValidationError("The host is empty.") }
        guard stunServers.allSatisfy({ $0.hasPrefix("stun:") && $0.utf8.count > 5 }) else {
            throw ValidationError("A STUN server is named as stun:host or stun:host:port.")
        }
    }

    /// Starts the server and waits for a signal; never returns.
    ///
    /// The main thread belongs to Dispatch: an asynchronous `main` would move work off it on Linux.
    func run() throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "joom-server")
        logger.logLevel = verbose ? .debug : .notice
        let signals = TerminationSignals()
        Task { [self, logger, received = signals.received] in
            let server = await listen(logger)
            for await _ in received { break }
            await server.stop()
            Glibc.exit(EXIT_SUCCESS)
        }
        withExtendedLifetime(signals) { dispatchMain() }
    }

    private func listen(_ logger: Logger) async -> SignalingServer {
        let page = await GuestPage.installed(logger: logger)
        let configuration = ServerConfiguration(
            host: host,
            port: port,
            capacity: capacity,
            iceServers: stunServers.map { IceServer(urls: [$0]) },
            guestPage: page
        )
        do throws(ServerError) {
            let server = try await SignalingServer.start(configuration, logger: logger)
            let shownHost = host.contains(":") ? "[\(host)]" : host
            print("Joom listening on http://\(shownHost):\(server.port)")
            fflush(nil)
            return server
        } catch {
            StandardError.say("joom-server: \(error)")
            Glibc.exit(EXIT_FAILURE)
        }
    }
}
