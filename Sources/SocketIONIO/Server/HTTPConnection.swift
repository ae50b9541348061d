// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOHTTP1
import SocketIOCore

/// One HTTP/1.1 connection: sorts requests, reads bodies up to the limit, turns into a WebSocket when asked.
///
/// Requests come one at a time: `HTTPServerPipelineHandler` before it holds pipelined ones back.
final class HTTPConnection: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Where the connection stands.
    private enum State {
        /// Between requests.
        case idle
        /// The body of a request that is answered as a whole; it is thrown away.
        case reading(HTTPRequest, HTTPRequestHead)
        /// The body of a POST for a session.
        case posting(ExchangeID, [UInt8])
        /// All is read; a session will answer.
        case waiting(ExchangeID)
        /// The last answer is given; the connection ends once the request is read and the answer is out.
        case closing
    }

    let hub: ServerHub
    let codecs: [any RemovableChannelHandler]
    private(set) var context: ChannelHandlerContext?
    private var state = State.idle
    private var keepsAlive = true
    private var isHead = false
    /// The service that the request is for; nil for the application.
    private var service: EngineService?
    /// The whole request was read: only then may the connection end without the client losing the answer to a reset.
    private var isComplete = true
    private var discardedBytes = 0
    /// Counts answers, to see whether a call into the hub gave one.
    private var answers = 0
    private var deadline: Scheduled<Void>?
    /// The page that asks.
    private var origin: String?

    /// Serves a connection.
    ///
    /// - Parameters:
    ///   - hub: knows the sessions.
    ///   - codecs: the HTTP handlers that go when the connection becomes a WebSocket.
    init(hub: ServerHub, codecs: [any RemovableChannelHandler]) {
        self.hub = hub
        self.codecs = codecs
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        startDeadline()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): began(head)
        case .body(let buffer): continued(buffer)
        case .end: ended()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        let last = state
        state = .closing
        switch last {
        case .posting(let exchange, _), .waiting(let exchange): hub.broken(exchange)
        case .idle, .reading, .closing: break
        }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        hub.logger.debug("connection failed", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }

    // MARK: - Reading

    private func began(_ head: HTTPRequestHead) {
        if case .closing = state { return }
        isComplete = false
        isHead = head.method == .HEAD
        // After a request to upgrade the decoder reads no more HTTP, so a refusal has to be the last answer.
        keepsAlive = head.isKeepAlive && head.headers[canonicalForm: "upgrade"].isEmpty
        let request = HTTPRequest(
            head,
            peer: peer,
            proxies: hub.configuration.proxies,
            isSecure: hub.configuration.certificates != nil
        )
        origin = request.header("origin")
        state = .reading(request, head)
        service = hub.service(at: request.path)
        guard let service, head.method == .POST, !Self.isForeignBody(request),
            case .post(let session) = hub.sort(request, for: service)
        else { return }
        let before = answers
        let exchange = hub.beginPost(session, self)
        guard answers == before else { return }
        state = .posting(exchange, [])
        if let length = request.header("content-length").flatMap({ Int($0) }), length > limit { refuseBody(exchange) }
    }

    private static func isForeignBody(_ request: HTTPRequest) -> Bool {
        request.header("content-type")?.lowercased().hasPrefix("application/octet-stream") == true
    }

    private func continued(_ buffer: ByteBuffer) {
        guard case .posting(let exchange, var body) = state else {
            discardedBytes += buffer.readableBytes
            if discardedBytes > limit * 4 { context?.close(promise: nil) }
            return
        }
        guard body.count + buffer.readableBytes <= limit else {
            refuseBody(exchange)
            return
        }
        // The state lets go of the bytes first: appending would copy them otherwise.
        state = .idle
        body.append(contentsOf: buffer.readableBytesView)
        state = .posting(exchange, body)
    }

    private func refuseBody(_ exchange: ExchangeID) {
        hub.refusePost(exchange)
        write(HTTPResponse(status: 413))
    }

    private func ended() {
        deadline?.cancel()
        isComplete = true
        switch state {
        case .posting(let exchange, let body):
            state = .waiting(exchange)
            hub.finishPost(exchange, body: body)
        case .reading(let request, let head): answer(request, head)
        case .closing: context?.close(promise: nil)
        case .idle, .waiting: break
        }
    }

    private func answer(_ request: HTTPRequest, _ head: HTTPRequestHead) {
        guard let service else {
            write(site(request))
            return
        }
        let before = answers
        let exchange: ExchangeID?
        switch (hub.sort(request, for: service), request.wantsWebSocket) {
        case (.open(let isForeign), true):
            upgrade(head, service, nil, Caller(address: request.client, isForeignPage: isForeign))
            return
        case (.upgrade(let session), _):
            upgrade(head, service, session, Caller(address: request.client))
            return
        case (.open, false): exchange = hub.open(service, self, request.client)
        case (.poll(let session), _): exchange = hub.poll(session, self)
        case (.refused(let refusal), let isUpgrade):
            write(isUpgrade ? refusal.webSocketRefusal : EngineResponse.refused(refusal).http)
            return
        case (.preflight, _):
            write(.preflight)
            return
        case (.post, _):
            write(EngineResponse.refused(.badRequest).http)
            return
        }
        if answers == before, let exchange { state = .waiting(exchange) }
    }

    private func site(_ request: HTTPRequest) -> HTTPResponse {
        guard request.method == "GET" || request.method == "HEAD" else {
            return HTTPResponse(status: 405, headers: [HTTPResponse.Header("Allow", "GET, HEAD")])
        }
        return hub.application?.respond(to: request, status: hub.status) ?? HTTPResponse(status: 404)
    }

    private var peer: NetworkAddress? { context?.channel.remoteAddress.flatMap(NetworkAddress.init) }

    var limit: Int { hub.configuration.engine.limits.maximumPayload }

    // MARK: - Writing

    /// Answers the request that is being, or was, read.
    func write(_ response: HTTPResponse) {
        guard let context else { return }
        if case .closing = state { return }
        answers += 1
        let closes = !keepsAlive || !isComplete
        let mayClose = isComplete
        // Before anything is written: the end of an answer lets the next request in.
        state = closes ? .closing : .idle
        let head = head(of: response, closes: closes)
        let hasBody = !isHead && response.status != 304 && !response.body.isEmpty
        startDeadline()
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if hasBody {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
            if closes, mayClose { context.close(promise: nil) }
        }
    }

    private func head(of response: HTTPResponse, closes: Bool) -> HTTPResponseHead {
        let ours = service == nil ? [] : hub.configuration.origins.headers(for: origin)
        var headers = HTTPHeaders((response.headers + ours).map { ($0.name, $0.value) })
        headers.add(name: "Server", value: "joom")
        if response.status != 304, response.status != 204 {
            headers.add(name: "Content-Length", value: "\(response.body.count)")
        }
        if closes { headers.add(name: "Connection", value: "close") }
        let status = HTTPResponseStatus(statusCode: response.status)
        return HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    }

    /// A connection that brings no whole request in time is somebody's way to occupy us.
    private func startDeadline() {
        deadline?.cancel()
        deadline = hub.schedule(hub.configuration.requestTimeout) { [weak self] in
            self?.context?.close(promise: nil)
        }
    }
}
