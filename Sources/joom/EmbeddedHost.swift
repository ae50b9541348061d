// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomUI
import Logging
import PluginKit
import RoomProtocol
import SignalingServer
import SocketIONIO

/// Hosts rooms with a server inside this program, or with one that runs on this computer already.
final class EmbeddedHost: RoomHost {
    private let port: Int
    private let needsServer: Bool
    private let makeRegistry: @MainActor () -> PluginRegistry
    private let findAddress: @Sendable () async -> String?
    private let directory: String
    private var server: SignalingServer?
    private var listener: SocketIOListener?
    /// The room that has a key for as long as it is open to the network.
    private var lent: RoomName?
    /// The room whose key its owner may give to people without it.
    private var open: RoomName?
    private var starting: Task<Result<ServerAddress, HostingFailure>, Never>?
    private var participant: CallController?

    /// Hosts nothing yet.
    ///
    /// - Parameters:
    ///   - port: where people look first.
    ///   - needsServer: false with a plugin that finds peers without one; an address is only a name then.
    ///   - directory: where the certificate is kept.
    ///   - findAddress: this computer's address for others on its network; nil on no network.
    ///   - makeRegistry: brings plugins of its own for the participant of a test call.
    init(
        port: Int = ServerAddress.defaultPort,
        needsServer: Bool,
        directory: String = LocalNetwork.dataDirectory,
        findAddress: @escaping @Sendable () async -> String? = { await LocalNetwork.address() },
        makeRegistry: @escaping @MainActor () -> PluginRegistry
    ) {
        self.port = port
        self.needsServer = needsServer
        self.directory = directory
        self.findAddress = findAddress
        self.makeRegistry = makeRegistry
    }

    func address() async throws(HostingFailure) -> ServerAddress {
        guard needsServer else { return Self.here(port) }
        let starting = starting ?? Task { await self.start() }
        self.starting = starting
        switch await starting.value {
        case .success(let address): return address
        case .failure(let failure):
            // The next attempt may have more luck.
            self.starting = nil
            throw failure
        }
    }

    var knowsKeys: Bool { needsServer }

    func openToNetwork(
        _ room: RoomName,
        _ access: NetworkAccess
    ) async throws(HostingFailure) -> ServerAddress {
        _ = try await address()
        guard let server else { throw needsServer ? .anotherProgram : .notBuiltIn }
        guard let host = await findAddress() else { throw .noNetwork }
        let certificate = try await LocalNetwork.certificate(in: directory)
        await closeToNetwork(keepingKey: false)
        let files = CertificateFiles(certificate: certificate.path, key: certificate.path)
        do throws(ServerError) {
            // First the key: nobody comes in between.
            if !access.isKeyed {
                await server.setKeys(RoomKeys(access.secret, in: room), of: room)
                lent = room
            }
            if access.canKnock {
                await server.handOut(access.secret.key, at: room)
                open = room
            }
            let listener = try await Self.listen(server, files)
            self.listener = listener
            return ServerAddress(
                host: host,
                port: listener.port ?? LocalNetwork.port,
                isSecure: true,
                certificate: certificate.fingerprint
            )
        } catch {
            await closeToNetwork(keepingKey: false)
            throw .failed(error.description)
        }
    }

    func closeToNetwork(keepingKey: Bool) async {
        let closing = (listener, open, lent)
        (listener, open, lent) = (nil, nil, nil)
        await closing.0?.close()
        if let room = closing.1 { await server?.handOut(nil, at: room) }
        if let room = closing.2, !keepingKey { await server?.setKeys(nil, of: room) }
    }

    /// On the usual port, which a firewall may have been told of, or on another where that is taken.
    private static func listen(
        _ server: SignalingServer,
        _ files: CertificateFiles
    ) async throws(ServerError) -> SocketIOListener {
        var failure = ServerError.badHost("")
        for host in LocalNetwork.anyAddresses {
            for port in [LocalNetwork.port, 0] {
                do throws(ServerError) {
                    return try await server.listen(host: host, port: port, certificates: files)
                } catch {
                    failure = error
                    guard case .portTaken = error else { break }
                }
            }
        }
        throw failure
    }

    func startTestParticipant(in room: RoomName, server: ServerAddress) async throws(HostingFailure) {
        // Without a server it is the plugin that answers.
        guard needsServer else { return }
        await participant?.shutDown()
        var options = CaptureOptions()
        options.playsSound = false
        let fresh = CallController(registry: makeRegistry(), options: options)
        participant = fresh
        fresh.selectCamera(.test)
        fresh.selectMicrophone(.test)
        fresh.join(room: room, server: server, name: "Test")
    }

    func stopTestParticipant() async {
        let leaving = participant
        participant = nil
        await leaving?.shutDown()
    }

    func stop() async {
        await stopTestParticipant()
        await closeToNetwork(keepingKey: false)
        await server?.stop()
        server = nil
    }

    private static func here(_ port: Int) -> ServerAddress {
        ServerAddress(host: "localhost", port: port, isSecure: false)
    }

    private func start() async -> Result<ServerAddress, HostingFailure> {
        var logger = Logger(label: "joom.server")
        logger.logLevel = .error
        let page = await GuestPage.installed(logger: logger)
        do throws(ServerError) {
            let server = try await Self.listen(on: port, page, logger)
            guard let server else { return .success(Self.here(port)) }
            self.server = server
            return .success(Self.here(server.port))
        } catch {
            switch error {
            case .portTaken: return .failure(.noPort)
            case .notPermitted, .badHost, .badCertificate, .failed: return .failure(.failed(error.description))
            }
        }
    }

    /// Listens on a port, or on another where that is taken; nil where a Joom server has it, which serves as well.
    private static func listen(
        on port: Int,
        _ page: GuestPage,
        _ logger: Logger
    ) async throws(ServerError) -> SignalingServer? {
        var configuration = ServerConfiguration(port: port, guestPage: page)
        configuration.invitesStrangers = true
        configuration.letsPagesFollow = true
        do throws(ServerError) {
            return try await SignalingServer.start(configuration, logger: logger)
        } catch {
            guard case .portTaken = error else { throw error }
        }
        if await HealthCheck.isJoom(port: port) { return nil }
        configuration.port = 0
        return try await SignalingServer.start(configuration, logger: logger)
    }
}
