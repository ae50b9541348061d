// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore

/// Who watches which room from outside: Protocol.md section 3 without socket, clock or random.
///
/// Only who could enter may know: to everybody else, as to somebody whose proof is not the room's, it is empty.
struct RoomWatches: Sendable {
    /// What somebody has to be told.
    struct Notice: Hashable, Sendable {
        let connection: SocketID
        let presence: RoomPresence
    }

    /// What a watcher may do.
    struct Pass: Hashable, Sendable {
        /// The hash of the proof that they showed.
        let admission: SecretHash?
        /// Only rooms that have a key are theirs to see.
        let isByInvitation: Bool

        /// Whether they could enter, apart from its lock.
        func opens(_ room: Room) -> Bool {
            room.admission == admission && !(isByInvitation && room.admission == nil)
        }
    }

    private struct Watch {
        let pass: Pass
        /// What they were told last; nil before the first time.
        var told: [String?]?
    }

    private var watches: [RoomName: [SocketID: Watch]] = [:]
    private var rooms: [SocketID: Set<RoomName>] = [:]

    /// Somebody wants to know who is in a room, or shows another proof.
    ///
    /// - Returns: why not; nil where it is done.
    mutating func watch(_ name: RoomName, _ pass: Pass, from connection: SocketID) -> SignalingRefusal? {
        let isNew = rooms[connection]?.contains(name) != true
        if isNew, rooms[connection]?.count ?? 0 >= RoomLimits.watchesPerConnection {
            return SignalingRefusal(code: .rate, message: "This connection watches too many rooms")
        }
        if isNew, watches[name]?.count ?? 0 >= RoomLimits.watchersPerRoom {
            return SignalingRefusal(code: .rate, message: "Too many watch this room")
        }
        watches[name, default: [:]][connection] = Watch(pass: pass)
        rooms[connection, default: []].insert(name)
        return nil
    }

    /// Somebody does not want to know any longer.
    mutating func unwatch(_ name: RoomName, from connection: SocketID) {
        watches[name]?[connection] = nil
        if watches[name]?.isEmpty == true { watches[name] = nil }
        rooms[connection]?.remove(name)
        if rooms[connection]?.isEmpty == true { rooms[connection] = nil }
    }

    /// A connection is gone.
    ///
    /// - Returns: what it watched.
    mutating func disconnected(_ connection: SocketID) -> Set<RoomName> {
        let names = rooms[connection] ?? []
        for name in names { unwatch(name, from: connection) }
        return names
    }

    /// Whether anybody watches a room.
    func isWatched(_ name: RoomName) -> Bool { watches[name] != nil }

    /// A room may have changed.
    ///
    /// - Parameters:
    ///   - name: which.
    ///   - room: as it is now; nil while nobody is in it.
    /// - Returns: what those hear who were told otherwise.
    mutating func update(_ name: RoomName, _ room: Room?) -> [Notice] {
        guard let watchers = watches[name] else { return [] }
        let names = room?.members.map { $0.introduction?.name } ?? []
        var notices: [Notice] = []
        for (connection, watch) in watchers {
            let seen = room.map { watch.pass.opens($0) } == true ? names : []
            guard watch.told != seen else { continue }
            watches[name]?[connection]?.told = seen
            notices.append(Notice(connection: connection, presence: RoomPresence(room: name, names: seen)))
        }
        return notices
    }
}
