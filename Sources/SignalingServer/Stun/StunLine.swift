// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOPosix

/// A way to one STUN or TURN server, over UDP or TCP; one question at a time.
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
    /// - Throws: whatever the network library reports.
    static func open(to address: SocketAddress, over transport: StunAddress.Transport) async throws -> StunLine {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let inbox = try await eventLoop.submit { NIOLoopBound(StunInbox(eventLoop: eventLoop), eventLoop: eventLoop) }
            .get()
        let isReliable = transport == .tcp
        let prepare: @Sendable (any Channel) -> EventLoopFuture<Void> = { channel in
            eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
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

    func close() { channel.close(promise: nil) }

    /// Sends and does not wait for an answer.
    func send(_ bytes: [UInt8]) async throws {
        let buffer = ByteBuffer(bytes: bytes)
        guard !isReliable, let address = channel.remoteAddress else { return try await channel.writeAndFlush(buffer) }
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

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
