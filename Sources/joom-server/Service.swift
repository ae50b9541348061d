// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import Logging
import ProgramKit
import SignalingServer
import SocketIONIO

/// A running server, from its start to the signal that ends it.
struct Service: Sendable {
    let settings: ServerSettings
    let logger: Logger

    /// Serves until a signal ends the program.
    ///
    /// SIGHUP reads the certificate again, SIGTERM lets clients go one after the other, SIGINT ends at once, and so
    /// does whatever follows SIGTERM.
    func run(_ signals: AsyncStream<Int32>) async {
        let server = await listen()
        var draining: Task<Void, Never>?
        for await signal in signals {
            if signal == SIGHUP {
                await reload(server)
                continue
            }
            guard draining == nil else { Glibc.exit(EXIT_SUCCESS) }
            guard signal == SIGTERM else { break }
            logger.notice("stopping", metadata: ["seconds": "\(settings.drain.components.seconds)"])
            draining = Task { [settings] in
                await server.drain(over: settings.drain)
                await server.stop()
                Glibc.exit(EXIT_SUCCESS)
            }
        }
        await server.stop()
        Glibc.exit(EXIT_SUCCESS)
    }

    private func reload(_ server: SignalingServer) async {
        do throws(CertificateError) {
            try await server.reloadCertificates()
            logger.notice("certificate read again")
        } catch {
            logger.error("the old certificate stays", metadata: ["reason": "\(error)"])
        }
    }

    private func listen() async -> SignalingServer {
        var configuration = settings.server
        configuration.guestPage = await GuestPage.installed(logger: logger)
        do throws(ServerError) {
            let server = try await SignalingServer.start(configuration, logger: logger)
            print("Joom listening on \(Self.place(of: server, configuration))")
            fflush(nil)
            return server
        } catch {
            StandardError.say("joom-server: \(error)")
            Glibc.exit(EXIT_FAILURE)
        }
    }

    private static func place(of server: SignalingServer, _ configuration: ServerConfiguration) -> String {
        switch configuration.place {
        case .unixSocket(let path): return "unix:\(path)"
        case .inherited(let descriptors):
            return "\(descriptors.count) inherited socket\(descriptors.count == 1 ? "" : "s")"
        case .address, nil:
            let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
            return "http\(configuration.certificates == nil ? "" : "s")://\(host):\(server.port)"
        }
    }
}
