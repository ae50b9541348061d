// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore

/// What a request to a service is about, after the checks of the Node server in their order.
enum EngineRequest: Hashable, Sendable {
    /// A new session, over long-polling or WebSocket; foreign for a page that another server sent.
    case open(isForeign: Bool)
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
    ///   - admitsPagesOfComputers: so may those of `localhost` and of IP addresses, over WebSocket.
    ///   - isKnown: tells whether a session exists.
    init(
        _ request: HTTPRequest,
        origins: OriginPolicy = .own,
        admitsPagesOfComputers: Bool = false,
        isKnown: (EngineSessionID) -> Bool
    ) {
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
            self = Self.opening(request, isWebSocket: isWebSocket, origins, admitsPagesOfComputers)
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
        _ origins: OriginPolicy,
        _ admitsPagesOfComputers: Bool
    ) -> EngineRequest {
        guard request.method == "GET" else { return .refused(.badHandshakeMethod) }
        guard request.wantsWebSocket == isWebSocket else { return .refused(.badRequest) }
        let isForeign = !admits(request, origins)
        guard !isForeign || isWebSocket && admitsPagesOfComputers && isOfComputer(request) else {
            return .refused(.forbidden)
        }
        guard request.parameter("EIO") == "4" else { return .refused(.unsupportedProtocol) }
        return .open(isForeign: isForeign)
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

    /// True for a page of `http://localhost:3000` or `https://192.0.2.7:3443`: programs on people's computers serve pages
    /// there, and a site that is to be found has a name.
    private static func isOfComputer(_ request: HTTPRequest) -> Bool {
        guard let origin = request.header("origin"), let scheme = origin.firstRange(of: "://") else { return false }
        let authority = origin[scheme.upperBound...]
        let isBracketed = authority.hasPrefix("[")
        let host = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        return host == "localhost" || NetworkAddress(String(host)) != nil
    }
}
