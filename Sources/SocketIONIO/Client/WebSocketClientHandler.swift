// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOWebSocket
import SocketIOCore

/// The client's end of one WebSocket (RFC 6455): frames to messages and back, masking, the closing handshake.
final class WebSocketClientHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// Most bytes of one message: what a server of Socket.IO takes by default, with room for larger ones.
    static let maximumMessage = 4_000_000
    /// How long the server may take to echo a close.
    private static let closeTimeout = TimeAmount.seconds(2)

    private let report: (EngineClient.Input) -> Void
    private var context: ChannelHandlerContext?
    private var assembler = WebSocketAssembler(limit: maximumMessage, sender: .server)
    private var isClosing = false
    /// Frames that came with the answer to the upgrade; nil once they can be answered.
    private var held: [WebSocketFrame]? = []

    /// True from the end of the upgrade to the end of the connection.
    var isOpen: Bool { context != nil }

    init(report: @escaping (EngineClient.Input) -> Void) { self.report = report }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        if held == nil { take(frame) } else { held?.append(frame) }
    }

    /// Lets frames in, now that others can go out.
    func begin() {
        let frames = held ?? []
        held = nil
        for frame in frames { take(frame) }
    }

    private func take(_ frame: WebSocketFrame) {
        guard !isClosing else {
            if frame.opcode == .connectionClose { context?.close(promise: nil) }
            return
        }
        do throws(WebSocketViolation) {
            guard let message = try assembler.take(ReceivedFrame(frame)) else { return }
            switch message {
            case .text(let text): report(.webSocketText(text))
            case .binary(let bytes): report(.webSocketBinary(bytes))
            case .ping(let bytes): write(.pong, ByteBuffer(bytes: bytes))
            case .close:
                sayGoodbye(.normalClosure)
                report(.webSocketClosed(.lost("the server closed the connection"), reachedServer: true))
            }
        } catch {
            sayGoodbye(error.code)
            report(.webSocketClosed(.lost("the server broke the WebSocket protocol"), reachedServer: true))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        report(.webSocketClosed(ConnectionFailure(error, host: ""), reachedServer: true))
    }

    func channelInactive(context: ChannelHandlerContext) {
        report(.webSocketClosed(.lost("the server closed the connection"), reachedServer: true))
        context.fireChannelInactive()
    }

    /// Sends a message in one frame.
    func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer) {
        guard let context, !isClosing || opcode == .connectionClose else { return }
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    /// Begins the closing handshake behind what is already on its way.
    func close() {
        guard let context, !isClosing else { return }
        sayGoodbye(.normalClosure)
        let channel = context.channel
        let timer = context.eventLoop.scheduleTask(in: Self.closeTimeout) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in timer.cancel() }
    }

    private func sayGoodbye(_ code: WebSocketErrorCode) {
        guard let context else { return }
        isClosing = true
        var payload = context.channel.allocator.buffer(capacity: 2)
        payload.write(webSocketErrorCode: code)
        write(.connectionClose, payload)
    }
}
