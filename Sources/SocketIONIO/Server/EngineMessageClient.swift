// SPDX-License-Identifier: GPL-3.0-or-later

/// A message of Engine.IO with nothing above it.
public enum EngineMessage: Hashable, Sendable {
    /// Text.
    case text(String)
    /// Bytes.
    case binary([UInt8])
}

/// A client that speaks Engine.IO with nothing above it; only for the server's event loop.
public struct EngineMessageClient {
    private weak var session: ServerSession?

    init(session: ServerSession) { self.session = session }

    /// Sends a message; dropped when the client is gone.
    public func send(_ message: EngineMessage) { session?.send(message) }
}

/// What is spoken below a path.
enum EngineService: Hashable, Sendable {
    /// Socket.IO over Engine.IO.
    case sockets
    /// Engine.IO with nothing above it.
    case messages
}
