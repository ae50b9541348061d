// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// An idle connection to a server that heals itself and is in no room: it hears who comes into some.
///
/// Verbs may be called from any thread, never block and keep their order; on a lost connection they do nothing.
public protocol RoomWatcher: AnyObject, Sendable {
    /// What happens, in order, from the watcher's birth until `close()`; one reader.
    var events: AsyncStream<RoomWatcherEvent> { get }

    /// Wants to know who is in a room, from now until the connection is lost.
    ///
    /// - Parameters:
    ///   - room: the room.
    ///   - admission: the proof of its link's key; nil without one.
    func watch(_ room: RoomName, admission: String?)

    /// Does not want to know any longer.
    func unwatch(_ room: RoomName)

    /// Ends connection and stream.
    func close()
}

/// What a watcher reports.
public enum RoomWatcherEvent: Hashable, Sendable {
    /// The server can be reached; what is to be watched has to be asked for anew.
    case connected
    /// Who is in a room, at first and whenever that changed.
    case presence(RoomPresence)
    /// The server does not tell.
    case refused(SignalingRefusal)
}

extension SignalingProvider {
    /// None: for providers whose servers cannot tell.
    public func makeWatcher(at server: ServerAddress) -> (any RoomWatcher)? { nil }
}
