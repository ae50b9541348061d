// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOWebSocket
import SocketIOCore

/// The server's end of one WebSocket (RFC 6455): frames to messages and back, limits, the closing handshake.
final class WebSocketConnection: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// How long the other side may take to echo a close.
    private static let closeTimeout = Duration.seconds(2)

    /// Set by the hub as soon as it knows the connection.
    var link: LinkID?
    private let hub: ServerHub
    private let service: EngineService
    private let session: EngineSessionID?
    private let client: NetworkAddress?
    private var frames: TokenBucket
    private var context: ChannelHandlerContext?
    private var assembler: WebSocketAssembler
    private var unsentBytes = 0
    private var isClosing = false

    /// Serves a new session, or one that upgrades.
    init(hub: ServerHub, service: EngineService, session: EngineSessionID?, client: NetworkAddress?) {
        self.hub = hub
        self.service = service
        self.session = session
        self.client = client
        frames = TokenBucket(hub.configuration.frameRate, now: hub.now)
        assembler = WebSocketAssembler(limit: hub.configuration.engine.limits.maximumPayload)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// Announces the connection, once frames can leave.
    ///
    /// A client may reset it before the answer to its request is written. Then nobody would tell this handler, which came
    /// after, and the hub would keep it for ever.
    func start() {
        guard let context, context.channel.isActive else { return }
        link = hub.opened(self, service: service, session: session, client: client)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else {
            if unwrapInboundIn(data).opcode == .connectionClose { context.close(promise: nil) }
            return
        }
        guard frames.take(at: hub.now) != .hopeless else {
            close(.policyViolation)
            broken()
            return
        }
        do throws(WebSocketViolation) {
            guard let link, let message = try assembler.take(unwrapInboundIn(data)) else { return }
            switch message {
            case .text(let text): hub.received(link, text: text)
            case .binary(let bytes): hub.received(link, binary: bytes)
            case .ping(let payload):
                write(.pong, payload)
                giveUpIfUnread()
            case .close:
                close(.normalClosure, isEcho: true)
                broken()
            }
        } catch {
            close(error.code)
            broken()
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error as? NIOWebSocketError {
        case .invalidFrameLength: close(.messageTooLarge)
        case .fragmentedControlFrame, .multiByteControlFrameLength: close(.protocolError)
        case nil: context.close(promise: nil)
        }
        broken()
    }

    func channelInactive(context: ChannelHandlerContext) {
        broken()
        context.fireChannelInactive()
    }

    /// Sends packets in order; a client that does not read them is given up.
    func send(_ packets: [EnginePacket]) {
        guard let context, !isClosing else { return }
        for packet in packets {
            switch packet {
            case .binary(let bytes): write(.binary, ByteBuffer(bytes: bytes), flushes: false)
            case .open, .close, .ping, .pong, .message, .upgrade, .noop:
                write(.text, ByteBuffer(string: packet.text), flushes: false)
            }
        }
        context.flush()
        giveUpIfUnread()
    }

    private func giveUpIfUnread() {
        guard let link, unsentBytes > hub.configuration.engine.maximumOutbox else { return }
        hub.overflowed(link, bytes: unsentBytes)
    }

    /// Begins or finishes the closing handshake.
    func close(_ code: WebSocketErrorCode, isEcho: Bool = false) {
        guard let context, !isClosing else { return }
        isClosing = true
        var payload = context.channel.allocator.buffer(capacity: 2)
        payload.write(webSocketErrorCode: code)
        let channel = context.channel
        write(.connectionClose, payload).assumeIsolated().whenComplete { _ in
            if isEcho { channel.close(promise: nil) }
        }
        let timer = hub.schedule(Self.closeTimeout) { channel.close(promise: nil) }
        channel.closeFuture.assumeIsolated().whenComplete { _ in timer.cancel() }
    }

    @discardableResult
    private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer, flushes: Bool = true) -> EventLoopFuture<Void> {
        guard let context else { return hub.eventLoop.makeSucceededVoidFuture() }
        let bytes = data.readableBytes
        unsentBytes += bytes
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in self.unsentBytes -= bytes }
        context.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: promise)
        if flushes { context.flush() }
        return promise.futureResult
    }

    private func broken() {
        guard let link else { return }
        self.link = nil
        hub.broken(link)
    }
}
