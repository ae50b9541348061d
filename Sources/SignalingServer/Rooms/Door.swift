// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import SocketIOCore

/// Who may not simply walk into a room, and who waits outside (Protocol.md section 3).
struct Door: Hashable, Sendable {
    /// Somebody who asked to be let in.
    struct Knocker: Hashable, Sendable {
        /// How the owner was told of them; the id they will have inside.
        let peer: RemotePeer
        /// Where the answer goes.
        let connection: SocketID
        /// The server that the connection is at.
        let node: NodeID
        /// They have no link, and get the room's key with the owner's word.
        var lacksKey = false
    }

    /// Removed peers that are remembered; beyond it the first are forgotten, so that an owner cannot fill the memory.
    static let maximumRemoved = 32

    /// Nobody gets in without the owner's word.
    var isLocked: Bool
    /// In the order they came.
    private(set) var knockers: [Knocker]
    private(set) var admitted: Set<SocketID>
    private(set) var denied: Set<SocketID>
    private(set) var removedPeers: [PeerID]
    private(set) var removedConnections: Set<SocketID>

    init(
        isLocked: Bool = false,
        knockers: [Knocker] = [],
        admitted: Set<SocketID> = [],
        denied: Set<SocketID> = [],
        removedPeers: [PeerID] = [],
        removedConnections: Set<SocketID> = []
    ) {
        self.isLocked = isLocked
        self.knockers = knockers
        self.admitted = admitted
        self.denied = denied
        self.removedPeers = removedPeers
        self.removedConnections = removedConnections
    }

    /// Everybody that has to be forgotten here when their connection ends.
    var connections: Set<SocketID> {
        admitted.union(denied).union(removedConnections).union(knockers.map(\.connection))
    }

    /// True when somebody has to knock.
    func isClosed(to peer: PeerID, at connection: SocketID) -> Bool {
        guard !admitted.contains(connection) else { return false }
        return isLocked || removedConnections.contains(connection) || removedPeers.contains(peer)
    }

    /// True when the owner does not want to hear of a connection again.
    func hasDenied(_ connection: SocketID) -> Bool { denied.contains(connection) }

    func knocker(_ peer: PeerID) -> Knocker? { knockers.first { $0.peer.id == peer } }

    func knocker(at connection: SocketID) -> Knocker? { knockers.first { $0.connection == connection } }

    mutating func knock(_ knocker: Knocker) { knockers.append(knocker) }

    /// The owner's word on a knocker.
    mutating func decide(_ knocker: Knocker, admits: Bool) {
        knockers.removeAll { $0.connection == knocker.connection }
        guard admits else {
            denied.insert(knocker.connection)
            return
        }
        admitted.insert(knocker.connection)
        removedConnections.remove(knocker.connection)
        removedPeers.removeAll { $0 == knocker.peer.id }
    }

    /// Unlocks, and admits those who wait only because of the lock.
    ///
    /// - Returns: them.
    mutating func open() -> [Knocker] {
        isLocked = false
        let free = knockers.filter { knocker in
            !knocker.lacksKey && (knocker.peer.id.map { !isClosed(to: $0, at: knocker.connection) } ?? true)
        }
        for knocker in free { decide(knocker, admits: true) }
        return free
    }

    /// Somebody went through: an admission is good once.
    mutating func entered(_ connection: SocketID) {
        admitted.remove(connection)
        knockers.removeAll { $0.connection == connection }
    }

    /// The owner put a member out.
    mutating func remove(_ peer: PeerID, at connection: SocketID) {
        removedConnections.insert(connection)
        removedPeers.append(peer)
        if removedPeers.count > Self.maximumRemoved { removedPeers.removeFirst() }
    }

    /// Takes a knock back; what was decided about the connection stays.
    mutating func withdraw(_ connection: SocketID) { knockers.removeAll { $0.connection == connection } }

    /// A connection is gone; what was decided about it is worth nothing now.
    mutating func forget(_ connection: SocketID) {
        entered(connection)
        denied.remove(connection)
        removedConnections.remove(connection)
    }
}
