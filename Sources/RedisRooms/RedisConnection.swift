// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOPosix
import NIOSSL

/// One connection to Redis; confined to its event loop.
final class RedisConnection {
    /// How long a connection may take to come about.
    private static let timeout = TimeAmount.seconds(5)

    private let channel: any Channel

    private init(channel: any Channel) { self.channel = channel }

    /// Opens a connection.
    ///
    /// - Parameters:
    ///   - address: where Redis is; who we are is still to be said.
    ///   - eventLoop: where everything happens.
    ///   - received: hears every answer and every message, in order.
    ///   - closed: hears once that the connection is over.
    ///   - opened: hears the connection, or why there is none.
    static func open(
        _ address: RedisAddress,
        on eventLoop: any EventLoop,
        received: @escaping (RedisValue) -> Void,
        closed: @escaping () -> Void,
        opened: @escaping (Result<RedisConnection, any Error>) -> Void
    ) {
        let handler = NIOLoopBound(Handler(received: received, closed: closed), eventLoop: eventLoop)
        ClientBootstrap(group: eventLoop)
            .connectTimeout(timeout)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if address.isSecure { try channel.pipeline.syncOperations.addHandler(security(for: address.host)) }
                    try channel.pipeline.syncOperations.addHandler(handler.value)
                }
            }
            .connect(host: address.host, port: address.port)
            .assumeIsolated()
            .whenComplete { opened($0.map(RedisConnection.init)) }
    }

    private static func security(for host: String) throws -> NIOSSLClientHandler {
        let context = try NIOSSLContext(configuration: .makeClientConfiguration())
        // A literal address is no server name (RFC 6066 section 3); NIOSSL then checks the address.
        let isLiteral = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isLiteral ? nil : host)
    }

    /// Sends a command; answers come in the order of commands.
    func send(_ words: [[UInt8]]) {
        channel.writeAndFlush(ByteBuffer(bytes: RedisReader.command(words)), promise: nil)
    }

    /// Ends the connection; `closed` is told.
    func close() { channel.close(promise: nil) }

    /// Puts answers together.
    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let reader = RedisReader()
        private let received: (RedisValue) -> Void
        private let closed: () -> Void

        init(received: @escaping (RedisValue) -> Void, closed: @escaping () -> Void) {
            self.received = received
            self.closed = closed
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            do {
                guard let reader else { throw RedisReader.NotRedis() }
                try reader.feed(unwrapInboundIn(data).readableBytesView)
                while let value = try reader.next() { received(value) }
            } catch {
                context.close(promise: nil)
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            closed()
            context.fireChannelInactive()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
