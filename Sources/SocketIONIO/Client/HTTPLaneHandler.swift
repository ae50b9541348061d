// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOHTTP1
import SocketIOCore

/// Collects the answer to the one request that is on a connection.
final class HTTPLaneHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// How a request ended.
    enum Outcome {
        /// With 200, this body, and a connection for the next one or not.
        case answered([UInt8], isReusable: Bool)
        /// Otherwise; the connection is of no use any more.
        case failed(ConnectionFailure)
    }

    /// Most bytes of an answer: a server's backlog for one client, beyond which it is no signalling server.
    private static let maximumBody = 16_000_000

    private let endpoint: SocketIOEndpoint
    private let report: (Outcome) -> Void
    private var context: ChannelHandlerContext?
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []
    private var isOver = false

    init(endpoint: SocketIOEndpoint, report: @escaping (Outcome) -> Void) {
        self.endpoint = endpoint
        self.report = report
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// Our end of the connection; nil when it is gone.
    var localAddress: SocketAddress? { context?.localAddress }

    /// Sends a request.
    func write(_ head: HTTPRequestHead, body: [UInt8]) {
        guard let context else { return }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Drops the connection without a report.
    func close() {
        isOver = true
        context?.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let buffer):
            guard body.count + buffer.readableBytes <= Self.maximumBody else {
                fail(.notSocketIO("the answer is too large"))
                return
            }
            body.append(contentsOf: buffer.readableBytesView)
        case .end:
            guard let head else { return }
            self.head = nil
            guard head.status == .ok else {
                fail(.notSocketIO("HTTP \(head.status.code) from \(endpoint.host)"))
                return
            }
            if !isOver { report(.answered(body, isReusable: head.isKeepAlive)) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(
            error is HTTPParserError
                ? .notSocketIO("\(endpoint.host) does not speak HTTP") : ConnectionFailure(error, endpoint: endpoint)
        )
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.lost("the server closed the connection"))
        context.fireChannelInactive()
    }

    private func fail(_ failure: ConnectionFailure) {
        guard !isOver else { return }
        isOver = true
        context?.close(promise: nil)
        report(.failed(failure))
    }
}
