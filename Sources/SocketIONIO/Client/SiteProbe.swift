// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOHTTP1
import NIOPosix
public import SocketIOCore

/// Looks at a site step by step, for whoever wants to know which step fails.
public enum SiteProbe {
    /// How a site answered a request.
    public struct Answer: Hashable, Sendable {
        /// The HTTP status.
        public let status: Int
        /// The first bytes of the body, 64 KB at the most.
        public let body: [UInt8]
    }

    /// Opens a TCP connection, and closes it.
    ///
    /// - Parameters:
    ///   - host: a name or an address.
    ///   - port: of TCP.
    /// - Throws: why there is none, after 5 s at the latest.
    public static func connect(host: String, port: Int) async throws(ConnectionFailure) {
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(5)).connect(host: host, port: port).get()
            channel.close(promise: nil)
        } catch {
            throw ConnectionFailure(error, host: host)
        }
    }

    /// Asks for a page.
    ///
    /// - Parameters:
    ///   - path: from /.
    ///   - endpoint: the site; its certificate has to be one that this system trusts.
    /// - Returns: the answer, whatever its status.
    /// - Throws: why there is no answer, after 15 s at the latest.
    public static func get(_ path: String, from endpoint: SocketIOEndpoint) async throws(ConnectionFailure) -> Answer {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let connector = try ClientConnector(endpoint: endpoint, eventLoop: eventLoop)
        do {
            let channel = try await connector.connect().get()
            defer { channel.close(promise: nil) }
            let answer = eventLoop.makePromise(of: Answer.self)
            let timer = eventLoop.scheduleTask(in: .seconds(15)) { answer.fail(ConnectionFailure.timeout) }
            defer { timer.cancel() }
            do {
                try await eventLoop.submit {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(Reader(host: endpoint.host, answer: answer))
                    let headers = HTTPHeaders([("Host", endpoint.hostHeader), ("User-Agent", "Joom")])
                    let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
                    channel.write(HTTPClientRequestPart.head(head), promise: nil)
                    channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
                }.get()
            } catch {
                answer.fail(error)
            }
            return try await answer.futureResult.get()
        } catch {
            throw ConnectionFailure(error, endpoint: endpoint)
        }
    }

    /// Collects one answer.
    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = HTTPClientResponsePart

        private let host: String
        private let answer: EventLoopPromise<Answer>
        private var status = 0
        private var body: [UInt8] = []

        init(host: String, answer: EventLoopPromise<Answer>) { (self.host, self.answer) = (host, answer) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): status = Int(head.status.code)
            case .body(let buffer): body += buffer.readableBytesView.prefix(65_536 - body.count)
            case .end: answer.succeed(Answer(status: status, body: body))
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            answer.fail(error is HTTPParserError ? ConnectionFailure.notSocketIO("\(host) does not speak HTTP") : error)
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            answer.fail(ConnectionFailure.lost("\(host) closed the connection"))
        }
    }
}
