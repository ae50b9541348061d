// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore

extension SharedRooms {
    /// Tells the clients of this server, and asks others to tell theirs.
    func perform(_ effects: [RoomDirectory.Effect], _ name: RoomName) {
        for effect in effects {
            if store == nil || isOwn(effect.connection) {
                deliver(NodeMessage(effect))
            } else if isConnected {
                store?.publish(NodeMessage(effect).text, in: name)
            }
        }
    }

    /// Does something of this server's own with a room before all that waits.
    private func first(
        _ name: RoomName,
        kind: Change.Kind = .ordinary,
        _ effects: @escaping (inout RoomDirectory) -> [RoomDirectory.Effect]
    ) {
        held[name]?.changes.insert(own(name, kind: kind, effects), at: 0)
    }

    private func own(
        _ name: RoomName,
        kind: Change.Kind = .ordinary,
        _ effects: @escaping (inout RoomDirectory) -> [RoomDirectory.Effect]
    ) -> Change {
        Change(
            room: name,
            kind: kind,
            apply: { Outcome(reply: .done, effects: effects(&$0)) },
            done: { [weak self] outcome, _ in self?.perform(outcome.effects, name) }
        )
    }

    /// Brings what this server had together with what the store has.
    func reconcile(_ mine: RoomRecord, _ name: RoomName) {
        first(name, kind: .reconciliation) { $0.reconcile(mine, at: name) }
    }

    /// Takes seats back that another server still believed to be ours: nobody else seats our clients.
    ///
    /// - Parameters:
    ///   - name: a room that somebody else wrote.
    ///   - before: what was known here.
    func removeStrangers(from name: RoomName, since before: RoomRecord) {
        guard held[name]?.changes.first?.kind != .reconciliation else { return }
        for member in directory.rooms[name]?.members ?? [] where member.node == directory.node {
            guard before.room?.member(member.id) == nil else { continue }
            first(name) { $0.remove(member.connection, from: name, reason: .lost) }
        }
    }

    /// Removes the clients of servers that are gone.
    func bury(_ lapsed: Set<NodeID>, in name: RoomName, first isFirst: Bool) {
        for node in lapsed.sorted(by: { $0.rawValue < $1.rawValue }) {
            let effects = { [clock] (directory: inout RoomDirectory) in
                directory.lapsed(node, from: name, now: clock().monotonic)
            }
            if isFirst { first(name, effects) } else { submit(own(name, effects)) }
        }
    }
}

extension SharedRooms: RoomStoreDelegate {
    func storeConnected() {
        epoch += 1
        isConnected = true
        held = [:]
        for name in unsettled.union(directory.rooms.keys) {
            held[name] = Held()
            lingering[name] = Self.lingeringBeats
            open(name)
        }
        unsettled = []
    }

    func storeLost() {
        epoch += 1
        isConnected = false
        let rooms = held
        held = [:]
        unsettled.formUnion(rooms.keys)
        for (_, room) in rooms {
            var changes = room.changes[...]
            switch room.phase {
            case .committing(let outcome, _), .awaiting(let outcome, _): changes.popFirst()?.done(outcome, true)
            case .opening, .idle: break
            }
            for arrival in room.inbox {
                if case .heard(let text) = arrival { NodeMessage(text).map(deliver) }
            }
            for change in changes { settle(change) }
        }
    }

    func changed(_ room: RoomName, _ stored: StoredRoom) { arrived(.changed(stored), in: room) }

    func heard(_ message: String, in room: RoomName) { arrived(.heard(message), in: room) }

    private func arrived(_ arrival: Arrival, in name: RoomName) {
        guard held[name] != nil else { return }
        held[name]?.inbox.append(arrival)
        advance(name)
    }

    /// Longer than servers take to find the store again.
    static let lingeringBeats = 20

    func storeBeat() {
        for (name, beats) in lingering {
            lingering[name] = beats > 1 ? beats - 1 : nil
            if beats == 1, case .idle = held[name]?.phase { release(name) }
        }
        let nodes = held.keys.reduce(into: Set()) { $0.formUnion(directory.record(of: $1).nodes) }
        let others = nodes.subtracting([directory.node])
        guard !others.isEmpty else { return }
        store?.lapsed(
            among: others,
            current { rooms, lapsed in
                guard !lapsed.isEmpty else { return }
                for name in rooms.held.keys {
                    rooms.bury(lapsed.intersection(rooms.directory.record(of: name).nodes), in: name, first: false)
                }
            }
        )
    }
}
