// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore

/// How a server is doing at a moment.
public struct ServerStatus: Hashable, Sendable {
    /// Open TCP and Unix connections.
    public let connections: Int
    /// Open Engine.IO sessions.
    public let sessions: Int
    /// Open WebSockets.
    public let webSockets: Int
    /// Connections closed at once since the start: their addresses or the server had enough.
    public let refusedConnections: Int
    /// Sessions that ended since the start, by reason.
    public let closed: [String: Int]
    /// True when no new session is opened.
    public let isStopping: Bool
}

extension EngineCloseReason {
    /// For logs and figures.
    var word: String {
        switch self {
        case .clientClosed: "client"
        case .serverClosed: "server"
        case .pingTimeout: "ping_timeout"
        case .transportError: "transport"
        case .parseError: "parse_error"
        case .protocolViolation: "protocol_violation"
        case .slowReader: "slow_reader"
        }
    }
}
