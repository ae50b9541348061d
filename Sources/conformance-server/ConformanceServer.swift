// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Dispatch
import Glibc
import Logging
import NIOCore
import NIOPosix
import ProgramKit
import SocketIOCore
import SocketIONIO

/// The command `conformance-server`: our Socket.IO server as the public test suites want it.
///
/// They are those of Engine.IO v4 and Socket.IO v5. A tool for tests, never installed.
struct ConformanceServer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance-server",
        abstract: "Sends Socket.IO events and Engine.IO messages back, for protocol test suites."
    )

    @Option(help: "The port of 127.0.0.1 to listen on, 0 for any free one.")
    var port = 3_000

    @Option(help: "Bytes in one body or message; the suites want the default.")
    var maxPayload = 1_000_000

    @Flag(help: "Say on standard error why sessions end.")
    var verbose = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
        guard (1...100_000_000).contains(maxPayload) else {
            throw ValidationError("A payload has 1 to 100000000 bytes.")
        }
    }

    /// Serves until a signal ends the process.
    func run() throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        Task { [self] in await listen() }
        dispatchMain()
    }

    private func listen() async {
        var logger = Logger(label: "conformance-server")
        logger.logLevel = verbose ? .debug : .notice
        do {
            let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
            let configuration = SocketIOServerConfiguration.conformance(port: port, maximumPayload: maxPayload)
            let server = try await SocketIOServer.start(configuration, on: eventLoop, logger: logger) {
                EchoApplication()
            }
            print("Conformance server on http://127.0.0.1:\(server.localAddress.port ?? port)")
            fflush(nil)
        } catch {
            StandardError.say("conformance-server: \(error)")
            Glibc.exit(EXIT_FAILURE)
        }
    }
}

extension SocketIOServerConfiguration {
    /// The times, namespaces and paths that the suites are written for.
    static func conformance(port: Int, maximumPayload: Int) -> SocketIOServerConfiguration {
        var configuration = SocketIOServerConfiguration(
            host: "127.0.0.1",
            port: port,
            engine: EngineServerOptions(
                pingInterval: .milliseconds(300),
                pingTimeout: .milliseconds(200),
                limits: ProtocolLimits(maximumPayload: maximumPayload)
            ),
            connectTimeout: .seconds(1)
        )
        configuration.namespaces = [.root, SocketNamespace("/custom")]
        configuration.messagePath = "/engine.io/"
        configuration.origins = .all
        return configuration
    }
}
