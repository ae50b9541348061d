// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Extension point: hears what happens in calls, and may ask for something.
///
/// A native plugin is one (`joom-plugin.h`).
@MainActor
public protocol CallWatcher: AnyObject, Sendable {
    /// What it asks for, in order; one reader.
    nonisolated var requests: AsyncStream<CallRequest> { get }

    /// Whether it wants to be told of figures (`CallEvent.measured`); while nobody does, nothing is measured for it.
    var wantsStatistics: Bool { get }

    /// Tells what happened; has to return at once.
    func watch(_ event: CallEvent)

    /// Returns when what it keeps of calls is where it belongs; the program ends then.
    func finish() async
}

extension CallWatcher {
    /// It does not.
    public var wantsStatistics: Bool { false }

    /// Returns at once: for watchers that keep nothing.
    public func finish() async {}
}

/// What a watcher is told.
public enum CallEvent: Hashable, Sendable {
    /// We are in a room.
    case joined(RoomName)
    /// Somebody is there; their id is nil on a server that gives none, their name where they have none.
    case came(PeerID?, name: String?)
    /// Media flows to and from them; again after each new connection.
    case connected(PeerID?)
    /// They are gone.
    case went(PeerID?)
    /// The figures of everybody whose connection has some, once a second while a call is on; for those who want them.
    case measured([PeerStatistics])
    /// The call is over, or the watcher's part in it.
    case ended
}

/// The figures of one connection.
public struct PeerStatistics: Hashable, Sendable {
    /// Who is at its other end.
    public let peer: AddOnPeer
    /// Since its start; another connection to the same peer counts from nothing again.
    public let statistics: PeerConnectionStatistics

    /// Brings both together.
    public init(peer: AddOnPeer, statistics: PeerConnectionStatistics) {
        (self.peer, self.statistics) = (peer, statistics)
    }
}

/// What a watcher asks for; a person sees by whom.
public struct CallRequest: Hashable, Sendable {
    /// Things to ask for.
    public enum Wish: Hashable, Sendable {
        /// Show a sentence.
        case say(LocalText)
        /// Be heard or not.
        case microphone(Bool)
        /// Be seen or not.
        case camera(Bool)
        /// Leave the room.
        case leave
    }

    /// What people call the plugin.
    public let plugin: LocalText
    /// What it asks for.
    public let wish: Wish

    /// Asks for something.
    public init(plugin: LocalText, wish: Wish) { (self.plugin, self.wish) = (plugin, wish) }
}
