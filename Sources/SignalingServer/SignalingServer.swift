// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
public import JoomModel
public import Logging
import NIOCore
import NIOPosix
public import SocketIONIO

/// The signalling server: HTTP, Socket.IO and rooms on one port, on one event loop of its own.
///
/// May be started and stopped from any thread, as often as needed.
public final class SignalingServer: Sendable {
    /// The address it listens on, without a port.
    public let localAddress: String
    /// The port it listens on.
    public let port: Int
    /// The UDP port on which it answers STUN; nil where it does not.
    public let stunPort: Int?
    private let server: SocketIOServer
    private let stun: Stun?
    private let group: MultiThreadedEventLoopGroup

    /// What answers STUN, and on which port.
    private typealias Stun = (listener: NIOLoopBound<StunListener>, port: Int?)

    private init(
        server: SocketIOServer,
        stun: Stun?,
        group: MultiThreadedEventLoopGroup,
        host: String
    ) {
        self.server = server
        self.stun = stun
        stunPort = stun?.port
        self.group = group
        localAddress = server.localAddress.ipAddress ?? host
        port = server.localAddress.port ?? 0
    }

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - configuration: where and how.
    ///   - logger: hears of trouble; nobody's words or addresses are logged above the debug level.
    /// - Returns: the server, listening.
    /// - Throws: why it cannot listen there.
    public static func start(
        _ configuration: ServerConfiguration,
        logger: Logger = Logger(label: "joom.server")
    ) async throws(ServerError) -> SignalingServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var stun: Stun?
        do {
            stun = try await Self.startStun(configuration, group, logger)
            let eventLoop = group.next()
            let server = try await SocketIOServer.start(configuration.sockets, on: eventLoop, logger: logger) {
                [listener = stun?.listener] in
                let rooms = RoomApplication(configuration: configuration, eventLoop: eventLoop, logger: logger)
                rooms.stun = listener?.value
                return rooms
            }
            if configuration.guestPage.files["index.html"] == nil {
                logger.warning("there is no guest page: browsers cannot join")
            }
            return SignalingServer(server: server, stun: stun, group: group, host: configuration.host)
        } catch {
            await Self.end(group, stun)
            throw ServerError(error, configuration)
        }
    }

    private static func startStun(
        _ configuration: ServerConfiguration,
        _ group: MultiThreadedEventLoopGroup,
        _ logger: Logger
    ) async throws -> Stun? {
        guard let stun = configuration.stun else { return nil }
        do {
            let eventLoop = group.next()
            let listener = try await eventLoop.submit {
                NIOLoopBound(StunListener(stun, eventLoop: eventLoop, logger: logger), eventLoop: eventLoop)
            }.get()
            let address = try await eventLoop.flatSubmit { listener.value.start() }.get()
            return (listener, address?.port)
        } catch {
            var here = configuration
            (here.host, here.port, here.place) = (stun.host, stun.port, nil)
            throw ServerError(error, here)
        }
    }

    /// Listens in another place too, with a certificate of its own; the rooms are the same.
    ///
    /// - Parameters:
    ///   - host: a name or address of this computer.
    ///   - port: 1...65535, or 0 for any free port.
    ///   - certificates: what the server shows there that it is who it is.
    /// - Returns: what closes it again; close it before `stop`.
    /// - Throws: why it cannot listen there.
    public func listen(
        host: String,
        port: Int,
        certificates: CertificateFiles
    ) async throws(ServerError) -> SocketIOListener {
        do {
            return try await server.listen(at: .address(host: host, port: port), with: certificates)
        } catch {
            throw ServerError(error, ServerConfiguration(host: host, port: port))
        }
    }

    /// Gives a room a key that newcomers have to prove from now on, or takes it away.
    ///
    /// - Parameters:
    ///   - keys: what the key gives; nil for none.
    ///   - room: one that somebody is in; else nothing happens.
    public func setKeys(_ keys: RoomKeys?, of room: RoomName) async {
        await server.withApplication { ($0 as? RoomApplication)?.setKeys(keys, of: room) }
    }

    /// Lets people without a room's link knock, and gives its key to those whom its owner lets in.
    ///
    /// - Parameters:
    ///   - key: as in the room's links; nil to refuse them from now on, those too who wait.
    ///   - room: one that somebody is in and that has this key; else nothing happens.
    public func handOut(_ key: String?, at room: RoomName) async {
        await server.withApplication { ($0 as? RoomApplication)?.handOut(key, at: room) }
    }

    /// Reads the certificate's files again, for connections to come; an error leaves everything as it was.
    public func reloadCertificates() async throws(CertificateError) { try await server.reloadCertificates() }

    /// Stops listening, tells clients, and lets them go one after the other within a time.
    public func drain(over time: Duration) async { await server.drain(over: time) }

    /// Stops listening and lets clients go without a farewell, so that they come back here or to another server.
    public func stop() async {
        await server.stop()
        await Self.end(group, stun)
    }

    private static func end(_ group: MultiThreadedEventLoopGroup, _ stun: Stun?) async {
        // It would take the end for an accident and listen again.
        if let listener = stun?.listener { _ = try? await group.next().submit { listener.value.stop() }.get() }
        try? await group.shutdownGracefully()
    }
}

extension ServerError {
    init(_ error: any Error, _ configuration: ServerConfiguration) {
        if let failure = Self.withoutPort(error, configuration) {
            self = failure
            return
        }
        switch error {
        case let error as IOError where error.errnoCode == EADDRINUSE:
            self = .portTaken(host: configuration.host, port: configuration.port)
        case let error as IOError where error.errnoCode == EACCES || error.errnoCode == EPERM:
            self = .notPermitted(host: configuration.host, port: configuration.port)
        case let error as IOError where error.errnoCode == EADDRNOTAVAIL: self = .badHost(configuration.host)
        case is SocketAddressError, is SocketAddressError.UnknownHost: self = .badHost(configuration.host)
        default: self = .failed("\(error)")
        }
    }
    /// What has nothing to do with a port.
    private static func withoutPort(_ error: any Error, _ configuration: ServerConfiguration) -> ServerError? {
        if let error = error as? ServerError { return error }
        if let error = error as? CertificateError { return .badCertificate(error) }
        guard case .unixSocket(let path) = configuration.place, let error = error as? IOError else { return nil }
        switch error.errnoCode {
        case EADDRINUSE: return .failed("another program answers on \(path)")
        case EACCES, EPERM: return .failed("the system does not permit to make \(path)")
        default: return .failed("\(path) cannot be made: \(error)")
        }
    }
}
