// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore

extension RoomDirectory {
    /// Somebody stands before a closed door.
    mutating func knock(_ member: Member, _ name: RoomName, _ room: Room, lacksKey: Bool) -> Outcome {
        guard !member.isSeedStyle else { return Outcome(reply: .silence) }
        guard !room.door.hasDenied(member.connection) else {
            return Self.refusal(.denied, "The owner of the room does not let you in")
        }
        let refusal = Self.refusal(.locked, "The room is closed; its owner was asked to let you in")
        // Who was admitted and asks again without the key has not heard of it yet.
        guard room.door.knocker(at: member.connection) == nil, !room.door.admitted.contains(member.connection),
            let owner = room.member(room.owner)
        else { return refusal }
        guard room.door.knockers.count < limits.members else {
            return Self.refusal(.locked, "The room is closed, and many wait before it: try again later")
        }
        let knocker = Door.Knocker(
            peer: member.remotePeer,
            connection: member.connection,
            node: node,
            lacksKey: lacksKey
        )
        update(name) { $0.door.knock(knocker) }
        return Outcome(reply: refusal.reply, effects: [.emit(owner.connection, .knock(member.remotePeer))])
    }

    /// Takes a knock back; the owner no longer sees it.
    mutating func withdraw(_ connection: SocketID, from name: RoomName, reason: ByeReason) -> [Effect] {
        guard let room = rooms[name], let id = room.door.knocker(at: connection)?.peer.id else { return [] }
        update(name) { $0.door.withdraw(connection) }
        return room.member(room.owner).map { [.emit($0.connection, .bye(id, reason))] } ?? []
    }

    /// What a new owner, or one that came back, has to hear first.
    func knocks(at door: Door, for owner: Member) -> [Effect] {
        door.knockers.map { .emit(owner.connection, .knock($0.peer)) }
    }

    /// Closes the door, or opens it.
    mutating func lock(_ isLocked: Bool, _ name: RoomName, _ room: Room) -> [Effect] {
        guard room.door.isLocked != isLocked else { return [] }
        var free: [Door.Knocker] = []
        update(name) { room in
            if isLocked { room.door.isLocked = true } else { free = room.door.open() }
        }
        let others = room.members.filter { $0.id != room.owner }
        return others.map { .emit($0.connection, .lock(isLocked)) } + free.map { .emit($0.connection, .admit(name)) }
    }

    /// Lets people without the link ask for the room's key from now on, or no more.
    ///
    /// - Parameters:
    ///   - key: what the owner's word gives them; nil sends those away who wait for it.
    ///   - name: a room that somebody is in; else nothing happens.
    /// - Returns: what they and the owner hear.
    mutating func handOut(_ key: String?, at name: RoomName) -> [Effect] {
        update(name) { $0.handedKey = key }
        guard key == nil, let room = rooms[name] else { return [] }
        let waiting = room.door.knockers.filter(\.lacksKey)
        return waiting.flatMap { knocker in
            withdraw(knocker.connection, from: name, reason: .left) + [.emit(knocker.connection, .deny(name))]
        }
    }

    /// Makes a member the owner and tells everybody.
    mutating func handOver(_ name: RoomName, to heir: Member) -> [Effect] {
        update(name) { $0.owner = heir.id }
        guard let room = rooms[name] else { return [] }
        return room.members.map { .emit($0.connection, .owner(heir.id)) } + knocks(at: room.door, for: heir)
    }

    /// The owner decides on somebody.
    mutating func decide(
        _ decision: ClientEvent.OwnerDecision,
        _ peer: PeerID,
        _ name: RoomName,
        _ room: Room
    ) -> Outcome {
        switch decision {
        case .admit, .deny:
            guard let knocker = room.door.knocker(peer) else {
                return Self.refusal(.notMember, "\(peer) does not wait")
            }
            update(name) { $0.door.decide(knocker, admits: decision == .admit) }
            if decision == .admit, knocker.lacksKey, let admission = room.admission { handedOut.insert(admission) }
            let key = knocker.lacksKey ? room.handedKey : nil
            let answer: ServerEvent = decision == .admit ? .admit(name, key: key) : .deny(name)
            return Outcome(reply: .done, effects: [.emit(knocker.connection, answer)])
        case .remove:
            guard let member = room.member(peer) else { return Self.refusal(.notMember, "\(peer) is not in the room") }
            update(name) { $0.door.remove(peer, at: member.connection) }
            let effects = remove(member.connection, from: name, reason: .removed)
            return Outcome(reply: .done, effects: [.emit(member.connection, .bye(member.id, .removed))] + effects)
        case .owner:
            guard let member = room.member(peer), !member.isSeedStyle else {
                return Self.refusal(.notMember, "\(peer) cannot own the room")
            }
            return Outcome(reply: .done, effects: member.id == room.owner ? [] : handOver(name, to: member))
        }
    }
}
