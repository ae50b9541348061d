// SPDX-License-Identifier: GPL-3.0-or-later
public import Logging
public import NIOCore
import NIOHTTP1
import NIOPosix
import SocketIOCore

/// A Socket.IO server and its HTTP neighbourhood on one port and one event loop.
public final class SocketIOServer: Sendable {
    /// Where it listens.
    public let localAddress: SocketAddress
    private let listener: any Channel
    private let hub: NIOLoopBound<ServerHub>
    private let eventLoop: any EventLoop

    private init(
        listener: any Channel,
        address: SocketAddress,
        hub: NIOLoopBound<ServerHub>,
        eventLoop: any EventLoop
    ) {
        self.listener = listener
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
        let hub = try await eventLoop.submit {
            let hub = ServerHub(configuration: configuration, logger: logger, eventLoop: eventLoop)
            hub.application = makeApplication()
            hub.startTicking()
            return NIOLoopBound(hub, eventLoop: eventLoop)
        }.get()
        let listener = try await ServerBootstrap(group: eventLoop)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try accept(channel, hub.value) }
            }
            .bind(host: configuration.host, port: configuration.port).get()
        guard let address = listener.localAddress else {
            try await listener.close()
            throw ChannelError.unknownLocalAddress
        }
        return SocketIOServer(listener: listener, address: address, hub: hub, eventLoop: eventLoop)
    }

    /// Stops listening and lets every client go, so that it comes back here or elsewhere.
    public func stop() async {
        try? await listener.close()
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

    private static func accept(_ channel: any Channel, _ hub: ServerHub) throws {
        guard hub.connectionOpened(channel) else { throw ChannelError.ioOnClosedChannel }
        let encoder = HTTPResponseEncoder()
        let decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
        let pipelining = HTTPServerPipelineHandler()
        let pipeline = channel.pipeline.syncOperations
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
