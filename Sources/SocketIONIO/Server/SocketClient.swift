// SPDX-License-Identifier: GPL-3.0-or-later
public import SocketIOCore

/// A client in a namespace; only for the server's event loop.
public final class SocketClient {
    /// Its public name.
    public let id: SocketID
    /// Where it is.
    public let namespace: SocketNamespace
    /// The object that it sent along when it asked to be let in; nil without one.
    public let auth: JSONValue?
    /// Whose it is; nil where nobody said.
    public let address: NetworkAddress?
    /// A page that another server sent, let in by `SocketIOServerConfiguration.admitsPagesOfComputers`.
    public let isForeignPage: Bool
    private weak var session: ServerSession?

    init(
        id: SocketID,
        namespace: SocketNamespace,
        auth: JSONValue?,
        caller: Caller,
        session: ServerSession
    ) {
        self.id = id
        self.namespace = namespace
        self.auth = auth
        address = caller.address
        isForeignPage = caller.isForeignPage
        self.session = session
    }

    /// Tells the client that something happened; dropped when it is gone.
    public func emit(_ event: SocketEvent) { session?.emit(event, in: namespace) }

    /// Answers an event that asked for it; only the first answer counts.
    ///
    /// - Parameters:
    ///   - id: the event's number.
    ///   - values: what the client's callback gets.
    public func acknowledge(_ id: Int, _ values: [JSONValue]) { session?.acknowledge(id, values, in: namespace) }

    /// Counts one more event against `SocketIOServerConfiguration.eventRate`.
    ///
    /// - Returns: what to do with it; the connection counts, so that nobody starts anew by leaving the namespace.
    public func countEvent() -> TokenBucket.Verdict { session?.countEvent() ?? .within }

    /// Ends the client's connection; it will try to come back.
    public func close() { session?.close() }
}
