// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore

/// What a request to a service is about, after the checks of the Node server in their order.
enum EngineRequest: Hashable, Sendable {
    /// A new session, over long-polling or WebSocket.
    case open
    /// The next poll of a session.
    case poll(EngineSessionID)
    /// Packets for a session.
    case post(EngineSessionID)
    /// A WebSocket for a session that polls.
    case upgrade(EngineSessionID)
    /// A page of another site asks whether it may ask (CORS).
    case preflight
    /// None of these.
    case refused(EngineRefusal)

    /// Sorts a request.
    ///
    /// - Parameters:
    ///   - request: its path begins with the service's.
    ///   - origins: the pages that may speak.
    ///   - isKnown: tells whether a session exists.
    init(_ request: HTTPRequest, origins: OriginPolicy = .own, isKnown: (EngineSessionID) -> Bool) {
        if request.method == "OPTIONS", origins != .own {
            self = .preflight
            return
        }
        let transport = request.parameter("transport")
        guard transport == "polling" || transport == "websocket" else {
            self = .refused(.unknownTransport)
            return
        }
        let isWebSocket = transport == "websocket"
        guard let sid = request.parameter("sid") else {
            self = Self.opening(request, isWebSocket: isWebSocket, origins)
            return
        }
        let id = EngineSessionID(sid)
        guard isKnown(id) else {
            self = .refused(.unknownSession)
            return
        }
        guard request.wantsWebSocket == isWebSocket else {
            self = .refused(.badRequest)
            return
        }
        switch (request.method, isWebSocket) {
        case ("GET", true): self = .upgrade(id)
        case ("GET", false): self = .poll(id)
        case ("POST", false): self = .post(id)
        default: self = .refused(.badRequest)
        }
    }

    private static func opening(
        _ request: HTTPRequest,
        isWebSocket: Bool,
        _ origins: OriginPolicy
    ) -> EngineRequest {
        guard request.method == "GET" else { return .refused(.badHandshakeMethod) }
        guard request.wantsWebSocket == isWebSocket else { return .refused(.badRequest) }
        guard admits(request, origins) else { return .refused(.forbidden) }
        guard request.parameter("EIO") == "4" else { return .refused(.unsupportedProtocol) }
        return .open
    }

    private static func admits(_ request: HTTPRequest, _ origins: OriginPolicy) -> Bool {
        switch origins {
        case .all: true
        case .own: hasOwnOrigin(request)
        case .named(let names): hasOwnOrigin(request) || names.contains((request.header("origin") ?? "").lowercased())
        }
    }

    /// Refuses pages of other sites.
    ///
    /// A WebSocket is not guarded by CORS, and a server on somebody's own computer can be
    /// reached by every page that person opens. Programs send no `Origin`.
    private static func hasOwnOrigin(_ request: HTTPRequest) -> Bool {
        guard let origin = request.header("origin") else { return true }
        guard let host = request.header("host"), let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == host.lowercased()
    }
}
