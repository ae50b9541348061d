// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Extension point: a way for peers to find each other and exchange descriptions.
public protocol SignalingProvider: Sendable {
    /// Opens a channel to a server; returns at once and connects in the background.
    ///
    /// - Parameter server: what the person typed or the link said.
    /// - Returns: the channel, not connected yet.
    func makeChannel(to server: ServerAddress) -> any SignalingChannel

    /// Opens an idle connection that hears who comes into rooms; returns at once and connects in the background.
    ///
    /// - Parameter server: where the rooms are.
    /// - Returns: the connection; nil where servers of this kind cannot tell.
    func makeWatcher(at server: ServerAddress) -> (any RoomWatcher)?
}

/// A connection to a server that heals itself: five verbs out, one stream in.
///
/// Verbs may be called from any thread, never block and keep their order. A verb on a lost connection waits for the
/// next one, except that offers, answers and candidates of a lost connection are dropped: they would be stale.
public protocol SignalingChannel: AnyObject, Sendable {
    /// What happens, in order, from the channel's birth until `close()`; one reader.
    var events: AsyncStream<SignalingEvent> { get }

    /// Asks for a seat in a room; `.joinSent` and, from a server of ours, `.joined` or `.refused` follow.
    func join(_ room: RoomName, options: JoinOptions)

    /// Sends to one peer of the room, or to all the others when `routing.peer` is nil.
    func send(_ message: SignalingMessage, in room: RoomName, routing: Routing)

    /// Gives the seat up.
    func leave(_ room: RoomName)

    /// Asks, as the room's owner, for something about its door; `.door(.refused)` follows where the server does not do it.
    func request(_ request: DoorRequest, in room: RoomName)

    /// This computer has these IP addresses now, and others than before: a connection that began at one that is gone is
    /// made anew at once. Loopback, which never goes, is not among them.
    func networkChanged(addresses: Set<String>)

    /// Ends connection and stream.
    func close()
}

extension SignalingChannel {
    /// Does nothing: for channels that no network carries.
    public func networkChanged(addresses: Set<String>) {}
}

/// What a channel reports.
public enum SignalingEvent: Hashable, Sendable {
    /// The server can be reached; what was joined has to be joined anew.
    case connected
    /// The server cannot be reached at the moment; the channel keeps trying.
    case disconnected(SignalingFailure)
    /// The request to join has left. A seed server says no more than that.
    case joinSent
    /// A server of ours gave us a seat.
    case joined(JoinAcknowledgement)
    /// A server of ours gave us none.
    case refused(SignalingRefusal)
    /// Somebody came after us: we offer.
    case welcome(RemotePeer)
    /// A peer speaks.
    case message(SignalingMessage, Routing)
    /// A peer is gone.
    case bye(PeerID, ByeReason)
    /// Something about the room's door, or about the server that keeps it.
    case door(DoorEvent)
}

/// Why a server cannot be reached.
public enum SignalingFailure: Error, Hashable, Sendable {
    /// Its name leads nowhere.
    case unknownHost(String)
    /// Nobody listens there.
    case refused(String)
    /// It did not answer in time.
    case timeout
    /// It does not speak Socket.IO.
    case notSocketIO(String)
    /// Its certificate is not to be trusted.
    case untrusted(String)
    /// Its certificate is not the one that the link names.
    case wrongCertificate(String)
    /// The connection was there and broke.
    case lost(String)
}
