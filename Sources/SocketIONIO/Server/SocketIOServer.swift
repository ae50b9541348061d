// SPDX-License-Identifier: GPL-3.0-or-later
public import Logging
public import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SocketIOCore

/// A Socket.IO server and its HTTP neighbourhood on one port and one event loop.
public final class SocketIOServer: Sendable {
    /// Where it listens.
    public let localAddress: SocketAddress
    private let listeners: [any Channel]
    private let certificates: CertificateFiles?
    private let hub: NIOLoopBound<ServerHub>
    private let eventLoop: any EventLoop

    private init(
        listeners: [any Channel],
        address: SocketAddress,
        certificates: CertificateFiles?,
        hub: NIOLoopBound<ServerHub>,
        eventLoop: any EventLoop
    ) {
        self.listeners = listeners
        self.certificates = certificates
        localAddress = address
        self.hub = hub
        self.eventLoop = eventLoop
    }

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - configuration: where, and what is put up with.
    ///   - eventLoop: carries everything; the application is called on it.
    ///   - logger: hears of trouble.
    ///   - makeApplication: called once on the event loop.
    /// - Returns: the server, listening.
    /// - Throws: why the port could not be had, as the system says it.
    public static func start(
        _ configuration: SocketIOServerConfiguration,
        on eventLoop: any EventLoop,
        logger: Logger,
        makeApplication: @escaping @Sendable () -> any SocketIOApplication
    ) async throws -> SocketIOServer {
        let tls = try await configuration.certificates?.load()
        let hub = try await eventLoop.submit {
            let hub = ServerHub(configuration: configuration, logger: logger, eventLoop: eventLoop)
            hub.tls = tls
            hub.application = makeApplication()
            hub.startTicking()
            return NIOLoopBound(hub, eventLoop: eventLoop)
        }.get()
        let bootstrap = Self.bootstrap(on: eventLoop) { try accept($0, hub.value, tls: hub.value.tls) }
        let listeners = try await configuration.place.listen(bootstrap, on: eventLoop)
        guard let address = listeners.first?.localAddress else { throw ChannelError.unknownLocalAddress }
        return SocketIOServer(
            listeners: listeners,
            address: address,
            certificates: configuration.certificates,
            hub: hub,
            eventLoop: eventLoop
        )
    }

    /// Listens in another place too, with a certificate of its own; who comes there meets the same application.
    ///
    /// - Parameters:
    ///   - place: where.
    ///   - certificates: what it shows there that it is who it is.
    /// - Returns: what closes it again; `stop` and `drain` close what is open of the server, but not the listening here.
    /// - Throws: why it cannot listen there, as the system says it, or a `CertificateError`.
    public func listen(at place: ListeningPlace, with certificates: CertificateFiles) async throws -> SocketIOListener {
        let tls = try await certificates.load()
        let hub = hub
        let bootstrap = Self.bootstrap(on: eventLoop) { try Self.accept($0, hub.value, tls: tls) }
        return SocketIOListener(channels: try await place.listen(bootstrap, on: eventLoop))
    }

    /// Runs something on the event loop, with the application; not at all once the server stopped.
    public func withApplication(_ body: @escaping @Sendable (any SocketIOApplication) -> Void) async {
        let hub = hub
        _ = try? await eventLoop.submit { hub.value.application.map(body) }.get()
    }

    private static func bootstrap(
        on eventLoop: any EventLoop,
        accept: @escaping @Sendable (any Channel) throws -> Void
    ) -> ServerBootstrap {
        ServerBootstrap(group: eventLoop)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptPause())
                }
            }
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in channel.eventLoop.makeCompletedFuture { try accept(channel) } }
    }

    /// Reads the certificate's files again; connections that are open keep the old one, and so do new ones on an error.
    public func reloadCertificates() async throws(CertificateError) {
        guard let certificates else { return }
        let tls = try await certificates.load()
        let hub = hub
        _ = try? await eventLoop.submit { hub.value.tls = tls }.get()
    }

    /// Stops listening and lets clients go one after the other; `stop` ends what is left.
    ///
    /// - Parameter time: how long that takes; it takes less when they go by themselves.
    public func drain(over time: Duration) async {
        await closeListeners()
        let hub = hub
        _ = try? await eventLoop.submit { hub.value.drain(over: time) }.get()
        let deadline = NIODeadline.now() + TimeAmount(time)
        while NIODeadline.now() < deadline, (try? await eventLoop.submit { hub.value.status.sessions }.get()) ?? 0 > 0 {
            try? await eventLoop.scheduleTask(in: .milliseconds(50)) {}.futureResult.get()
        }
    }

    private func closeListeners() async {
        for listener in listeners { try? await listener.close() }
    }

    /// Stops listening and lets every client go, so that it comes back here or elsewhere.
    public func stop() async {
        await closeListeners()
        let hub = hub
        let closed = try? await eventLoop.submit {
            let hub = hub.value
            hub.closeAll()
            return hub.connections.values.map(\.closeFuture)
        }.get()
        // Answers and closing handshakes get a moment; nobody may hold the server up.
        try? await eventLoop.scheduleTask(in: (closed ?? []).isEmpty ? .zero : .milliseconds(200)) {}.futureResult.get()
        _ = try? await eventLoop.submit {
            let hub = hub.value
            for channel in hub.connections.values { channel.close(promise: nil) }
            hub.stopTicking()
            hub.application = nil
        }.get()
    }

    private static func accept(_ channel: any Channel, _ hub: ServerHub, tls: NIOSSLContext?) throws {
        guard hub.connectionOpened(channel) else { throw ChannelError.ioOnClosedChannel }
        let encoder = HTTPResponseEncoder()
        let decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
        let pipelining = HTTPServerPipelineHandler()
        let pipeline = channel.pipeline.syncOperations
        // A Unix socket has no such option.
        if channel.remoteAddress?.port != nil {
            try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
        }
        // Unwritable channels are looked at for too much that waits in them.
        let mark = min(65_536, hub.configuration.engine.maximumOutbox)
        let marks = ChannelOptions.Types.WriteBufferWaterMark(low: mark / 2, high: mark)
        try channel.syncOptions?.setOption(.writeBufferWaterMark, value: marks)
        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
        // Whoever does not read what was answered is not listened to either: answers and pongs would pile up here.
        try pipeline.addHandler(BackPressureHandler())
        try pipeline.addHandler(encoder)
        try pipeline.addHandler(decoder)
        try pipeline.addHandler(pipelining)
        let errors = HTTPServerProtocolErrorHandler()
        try pipeline.addHandler(errors)
        try pipeline.addHandler(HTTPConnection(hub: hub, codecs: [encoder, errors, pipelining, decoder]))
    }
}
