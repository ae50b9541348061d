// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOWebSocket
import SocketIOCore

/// The server's end of one WebSocket (RFC 6455): frames to messages and back, limits, the closing handshake.
final class WebSocketConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long the other side may take to echo a close.
    private static let closeTimeout = Duration.seconds(2)

    /// Set by the hub as soon as it knows the connection.
    var link: LinkID?
    private let hub: ServerHub
    private let service: EngineService
    private let session: EngineSessionID?
    private let caller: Caller
    private var frames: TokenBucket
    private var context: ChannelHandlerContext?
    private var reader: WebSocketFrameReader
    private var assembler: WebSocketAssembler
    private var isClosing = false

    /// Serves a new session, or one that upgrades.
    init(hub: ServerHub, service: EngineService, session: EngineSessionID?, caller: Caller) {
        self.hub = hub
        self.service = service
        self.session = session
        self.caller = caller
        frames = TokenBucket(hub.configuration.frameRate, now: hub.now)
        let limit = hub.configuration.engine.limits.maximumPayload
        reader = WebSocketFrameReader(limit: limit)
        assembler = WebSocketAssembler(limit: limit)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// Announces the connection, once frames can leave.
    ///
    /// A client may reset it before the answer to its request is written. Then nobody would tell this handler, which came
    /// after, and the hub would keep it for ever.
    func start() {
        guard let context, context.channel.isActive else { return }
        link = hub.opened(self, service: service, session: session, caller: caller)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        reader.feed(unwrapInboundIn(data))
        do throws(WebSocketViolation) {
            while let frame = try reader.next() { try take(frame) }
        } catch {
            close(error.code)
            broken()
        }
    }

    private func take(_ frame: ReceivedFrame) throws(WebSocketViolation) {
        guard !isClosing else {
            if frame.opcode == .connectionClose { context?.close(promise: nil) }
            return
        }
        guard frames.take(at: hub.now) != .hopeless else {
            close(.policyViolation)
            broken()
            return
        }
        guard let link, let message = try assembler.take(frame) else { return }
        switch message {
        case .text(let text): hub.received(link, text: text)
        case .binary(let bytes): hub.received(link, binary: bytes)
        case .ping(let bytes):
            write(.pong, bytes)
            giveUpIfUnread()
        case .close:
            close(.normalClosure, isEcho: true)
            broken()
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
        broken()
    }

    func channelInactive(context: ChannelHandlerContext) {
        broken()
        context.fireChannelInactive()
    }

    /// Sends packets in order; a client that does not read them is given up.
    func send(_ packets: [EnginePacket]) {
        guard let context, !isClosing else { return }
        let size = packets.reduce(0) { $0 + $1.weight + ByteBuffer.maximumFrameHeader }
        var buffer = context.channel.allocator.buffer(capacity: size)
        for packet in packets {
            switch packet {
            case .binary(let bytes): buffer.writeFrame(.binary, bytes)
            case .open, .close, .ping, .pong, .message, .upgrade, .noop: buffer.writeFrame(.text, packet.text.utf8)
            }
        }
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        giveUpIfUnread()
    }

    /// A channel is writable as long as few bytes wait in it; then there is nothing to count.
    private func giveUpIfUnread() {
        guard let link, let channel = context?.channel, !channel.isWritable,
            let bytes = try? channel.syncOptions?.getOption(.bufferedWritableBytes),
            bytes > hub.configuration.engine.maximumOutbox
        else { return }
        hub.overflowed(link, bytes: bytes)
    }

    /// Begins or finishes the closing handshake.
    func close(_ code: WebSocketErrorCode, isEcho: Bool = false) {
        guard let context, !isClosing else { return }
        isClosing = true
        var payload = context.channel.allocator.buffer(capacity: 2)
        payload.write(webSocketErrorCode: code)
        let channel = context.channel
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { _ in
            if isEcho { channel.close(promise: nil) }
        }
        write(.connectionClose, payload.readableBytesView, promise: sent)
        let timer = hub.schedule(Self.closeTimeout) { channel.close(promise: nil) }
        channel.closeFuture.assumeIsolated().whenComplete { _ in timer.cancel() }
    }

    private func write(
        _ opcode: WebSocketOpcode,
        _ bytes: some Collection<UInt8>,
        promise: EventLoopPromise<Void>? = nil
    ) {
        guard let context else { return }
        var buffer = context.channel.allocator.buffer(capacity: bytes.count + ByteBuffer.maximumFrameHeader)
        buffer.writeFrame(opcode, bytes)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
    }

    private func broken() {
        guard let link else { return }
        self.link = nil
        hub.broken(link)
    }
}
