// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import NIOCore
import NIOPosix
import NIOSSL

/// A way to one STUN or TURN server, over UDP, TCP or TLS; one question at a time.
final class StunLine: Sendable {
    typealias Condition = @Sendable (StunMessage) -> Bool

    private let channel: any Channel
    private let inbox: NIOLoopBound<StunInbox>
    private let isReliable: Bool

    private init(_ channel: any Channel, inbox: NIOLoopBound<StunInbox>, isReliable: Bool) {
        (self.channel, self.inbox, self.isReliable) = (channel, inbox, isReliable)
    }

    /// Opens one.
    ///
    /// - Parameter place: the server; of `turns` the certificate has to be good for its name.
    /// - Returns: the way there.
    /// - Throws: whatever the network library reports.
    static func open(to place: IceServerURL) async throws -> StunLine {
        let address = try SocketAddress.makeAddressResolvingHost(place.host, port: place.port)
        return try await open(to: address, over: place.transport, tls: place.scheme == .turns ? place.host : nil)
    }

    /// Opens one.
    ///
    /// - Parameters:
    ///   - address: where the server is.
    ///   - transport: UDP or TCP.
    ///   - name: what the certificate has to be good for; nil for no TLS.
    /// - Returns: the way there.
    /// - Throws: whatever the network library reports.
    static func open(
        to address: SocketAddress,
        over transport: IceServerURL.Transport,
        tls name: String? = nil
    ) async throws -> StunLine {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let inbox = try await eventLoop.submit { NIOLoopBound(StunInbox(eventLoop: eventLoop), eventLoop: eventLoop) }
            .get()
        let isReliable = transport == .tcp
        let security = try name.map { _ in try NIOSSLContext(configuration: .makeClientConfiguration()) }
        let prepare: @Sendable (any Channel) -> EventLoopFuture<Void> = { channel in
            eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                if let security {
                    try pipeline.addHandler(NIOSSLClientHandler(context: security, serverHostname: serverName(name)))
                }
                if isReliable {
                    try pipeline.addHandler(Frames(inbox: inbox.value))
                } else {
                    try pipeline.addHandler(Datagrams(inbox: inbox.value))
                }
            }
        }
        let channel =
            switch transport {
            case .udp:
                try await DatagramBootstrap(group: eventLoop).channelInitializer(prepare).connect(to: address).get()
            case .tcp:
                try await ClientBootstrap(group: eventLoop).connectTimeout(.seconds(5)).channelInitializer(prepare)
                    .connect(to: address).get()
            }
        return StunLine(channel, inbox: inbox, isReliable: isReliable)
    }

    /// A certificate for an address is looked at without a name (RFC 6066, section 3).
    private static func serverName(_ host: String?) -> String? {
        guard let host, (try? SocketAddress(ipAddress: host, port: 0)) == nil else { return nil }
        return host
    }

    func close() { channel.close(promise: nil) }

    /// Sends and does not wait for an answer.
    func send(_ bytes: [UInt8]) async throws {
        let buffer = ByteBuffer(bytes: bytes)
        guard !isReliable, let address = channel.remoteAddress else {
            // Nothing goes out before TLS is up, and nobody says how long the other side takes over that.
            let limit = channel.eventLoop.scheduleTask(in: .seconds(5)) { [channel] in channel.close(promise: nil) }
            defer { limit.cancel() }
            do {
                return try await channel.writeAndFlush(buffer)
            } catch {
                // Why the channel was closed says more than that it is.
                throw try await channel.eventLoop.submit { [inbox] in inbox.value.failure }.get() ?? error
            }
        }
        do {
            try await channel.writeAndFlush(AddressedEnvelope(remoteAddress: address, data: buffer))
        } catch is IOError {
            // That nobody listens was said of the datagram before; this one may still reach somebody.
        }
    }

    /// Sends, up to three times over UDP, until the answer comes.
    ///
    /// - Returns: nil when there is none; after three times `patience` at the latest.
    func ask(_ bytes: [UInt8], patience: Duration = .seconds(1), isAnswer: @escaping Condition) async throws
        -> StunMessage?
    {
        for _ in 0..<(isReliable ? 1 : 3) {
            try await send(bytes)
            if let answer = try await first(within: isReliable ? patience * 3 : patience, where: isAnswer) {
                return answer
            }
        }
        return nil
    }

    /// The first message that meets the condition; nil when none does in time.
    func first(within limit: Duration, where condition: @escaping Condition) async throws -> StunMessage? {
        try await channel.eventLoop.flatSubmit { [inbox] in inbox.value.first(within: limit, where: condition) }.get()
    }

    /// Messages that are a datagram each.
    private final class Datagrams: ChannelInboundHandler {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>
        private let inbox: StunInbox

        init(inbox: StunInbox) { self.inbox = inbox }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if let message = StunMessage(Array(unwrapInboundIn(data).data.readableBytesView)) { inbox.hear(message) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            // A port that nobody listens on says so; the next request may still reach somebody.
        }
    }

    /// Messages in a stream; each says how long it is (RFC 8489, section 6.2.2).
    private final class Frames: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let inbox: StunInbox
        private var bytes: [UInt8] = []

        init(inbox: StunInbox) { self.inbox = inbox }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            bytes += unwrapInboundIn(data).readableBytesView
            while bytes.count >= StunMessage.headerBytes {
                let length = StunMessage.headerBytes + Int(bytes[2]) << 8 + Int(bytes[3])
                guard bytes.count >= length else { return }
                if let message = StunMessage(Array(bytes.prefix(length))) { inbox.hear(message) }
                bytes.removeFirst(length)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            inbox.failure = inbox.failure ?? error
            context.close(promise: nil)
        }
    }
}
