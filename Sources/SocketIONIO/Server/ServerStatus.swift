// SPDX-License-Identifier: GPL-3.0-or-later

/// How a server is doing at a moment.
public struct ServerStatus: Hashable, Sendable {
    /// Open TCP and Unix connections.
    public let connections: Int
    /// Open Engine.IO sessions.
    public let sessions: Int
    /// Open WebSockets.
    public let webSockets: Int
    /// Connections closed at once since the start: their addresses had enough.
    public let refusedConnections: Int
    /// True when no new session is opened.
    public let isStopping: Bool
}
