// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import SocketIOCore

/// The network's side of one Engine.IO session: obeys commands, reports what happened; confined to its event loop.
final class ClientTransport {
    /// How long a request may take that the server can answer at once.
    private static let requestTimeout = Duration.seconds(10)

    private let webSocket: WebSocketLane
    private let polls: HTTPLane
    private let posts: HTTPLane
    private let report: (EngineClient.Input) -> Void

    init(connector: ClientConnector, report: @escaping (EngineClient.Input) -> Void) {
        self.report = report
        webSocket = WebSocketLane(connector: connector, report: report)
        polls = HTTPLane(connector: connector)
        posts = HTTPLane(connector: connector)
    }

    /// Our ends of the connections that stand, as IP addresses.
    var localAddresses: [String] {
        [webSocket.localAddress, polls.localAddress, posts.localAddress].compactMap { $0?.ipAddress }
    }

    /// Does what the session asks for.
    func perform(_ command: EngineClient.Command) {
        switch command {
        case .openWebSocket: webSocket.open()
        case .sendText(let text): webSocket.send(.text, ByteBuffer(string: text))
        case .sendBinary(let bytes): webSocket.send(.binary, ByteBuffer(bytes: bytes))
        case .closeWebSocket: webSocket.close()
        case .poll(let session): poll(session)
        case .post(let session, let body): post(session, body)
        case .abort: abort()
        }
    }

    private func poll(_ session: EngineSessionID?) {
        let path = SocketIOEndpoint.path(transport: "polling", session: session)
        // Later polls wait for news; the heartbeat finds a dead server.
        let timeout = session == nil ? Self.requestTimeout : nil
        polls.send(HTTPLane.Request(method: .GET, path: path, timeout: timeout)) { [report] result in
            switch result {
            case .success(let body): report(.pollAnswered(body))
            case .failure(let failure): report(.pollFailed(failure))
            }
        }
    }

    private func post(_ session: EngineSessionID, _ body: [UInt8]) {
        let path = SocketIOEndpoint.path(transport: "polling", session: session)
        let request = HTTPLane.Request(method: .POST, path: path, body: body, timeout: Self.requestTimeout)
        posts.send(request) { [report] result in
            switch result {
            case .success: report(.postDone)
            case .failure(let failure): report(.postFailed(failure))
            }
        }
    }

    private func abort() {
        webSocket.abort()
        polls.abort()
        posts.abort()
    }
}
