// SPDX-License-Identifier: GPL-3.0-or-later
public import SocketIOCore

/// A client in the main namespace; only for the server's event loop.
public final class SocketClient {
    /// Its public name.
    public let id: SocketID
    private weak var session: ServerSession?

    init(id: SocketID, session: ServerSession) {
        self.id = id
        self.session = session
    }

    /// Tells the client that something happened; dropped when it is gone.
    public func emit(_ event: SocketEvent) { session?.emit(event) }

    /// Answers an event that asked for it; only the first answer counts.
    ///
    /// - Parameters:
    ///   - id: the event's number.
    ///   - values: what the client's callback gets.
    public func acknowledge(_ id: Int, _ values: [JSONValue]) { session?.acknowledge(id, values) }

    /// Ends the client's connection; it will try to come back.
    public func close() { session?.close() }
}
