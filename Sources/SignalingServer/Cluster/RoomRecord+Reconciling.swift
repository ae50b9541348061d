// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore

extension RoomDirectory {
    /// After a time without the store: brings what this server decided alone together with what the store has.
    ///
    /// Of its own clients a server knows best, of all others the store; a store that forgot everything believes the
    /// server. Where the room has another key or is locked, those who came in meanwhile are put out. More may be
    /// inside then than there are seats.
    ///
    /// - Parameters:
    ///   - mine: what this server had; the directory has the store's by now.
    ///   - name: the room.
    /// - Returns: what people have to hear, so that everybody has the others and of each two at least one offers.
    mutating func reconcile(_ mine: RoomRecord, at name: RoomName) -> [Effect] {
        let stored = record(of: name)
        guard let theirs = stored.room else {
            install(mine, at: name)
            return []
        }
        let ours = mine.room
        let isOpen = ours?.admission == theirs.admission && !theirs.door.isLocked
        let own = (ours?.members ?? []).filter { $0.node == node }
        let staying = own.filter { isOpen || theirs.member($0.id) != nil }
        var room = theirs
        room.members.removeAll { member in member.node == node && !staying.contains { $0.id == member.id } }
        for member in staying {
            if let index = room.members.firstIndex(where: { $0.id == member.id }) {
                room.members[index] = member
            } else {
                room.members.append(member)
            }
        }
        if let heir = room.heir, room.member(room.owner) == nil {
            room.owner = ours.flatMap { room.member($0.owner)?.id } ?? heir.id
        }
        install(RoomRecord(room: room.members.isEmpty ? nil : room, vacancies: stored.vacancies), at: name)
        let putOut = own.filter { member in !staying.contains(member) }
        return putOut.map { .emit($0.connection, .bye($0.id, .removed)) }
            + farewells(ours?.members ?? [], theirs.members, room.members)
            + introductions(ours?.members ?? [], theirs.members, room.members)
    }

    /// Everybody who was known here or in the store and is not inside.
    private func farewells(_ ours: [Member], _ theirs: [Member], _ inside: [Member]) -> [Effect] {
        let ids = Set(inside.map(\.id))
        let gone = Set((ours + theirs).map(\.id)).subtracting(ids).sorted()
        return gone.flatMap { id in inside.map { .emit($0.connection, .bye(id, .lost)) } }
    }

    /// Both of a pair may be told, where it cannot be known whether the other one was.
    private func introductions(_ ours: [Member], _ theirs: [Member], _ inside: [Member]) -> [Effect] {
        var effects: [Effect] = []
        for other in inside where other.node != node {
            for member in inside where member.node == node {
                if !ours.contains(where: { $0.id == other.id }) { effects.append(Self.welcome(other, to: member)) }
                if !theirs.contains(where: { $0.id == member.id }) { effects.append(Self.welcome(member, to: other)) }
            }
        }
        return effects
    }

    private static func welcome(_ newcomer: Member, to member: Member) -> Effect {
        .emit(member.connection, .welcome(member.isSeedStyle ? RemotePeer(id: nil) : newcomer.remotePeer))
    }
}
