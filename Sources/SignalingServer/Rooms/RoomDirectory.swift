// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore

/// Who is in which room, and what each may hear: the rules of Protocol.md section 3 without socket, clock or random.
///
/// Inputs by origin:
/// - a client: `join`, `handle`
/// - the connection: `disconnected`
///
/// Each returns an answer for the client that asked, and events for others, in order.
struct RoomDirectory: Sendable {
    /// What has to be sent to whom.
    enum Effect: Hashable, Sendable {
        /// Tell a client something.
        case emit(SocketID, ServerEvent)
        /// End a connection whose seat its owner took back from another one.
        case disconnect(SocketID)
    }

    /// The answer to the client that asked.
    enum Reply: Hashable, Sendable {
        /// A seat.
        case joined(JoinAcknowledgement)
        /// Done.
        case done
        /// Not done.
        case refused(SignalingRefusal)
        /// Nothing: the client would not understand.
        case silence
    }

    /// Answer and effects of an input.
    struct Outcome: Hashable, Sendable {
        var reply: Reply
        var effects: [Effect] = []
    }

    /// Randomness for one join, made by the caller.
    struct Ticket: Hashable, Sendable {
        /// An id for a member that brings none, or one that is taken.
        let peer: PeerID
        /// The token for the next re-join.
        let resume: String
        /// Its hash.
        let resumeHash: SecretHash
        /// The hash of the token that the joiner showed.
        let shown: SecretHash?
        /// The hash of the proof that the joiner showed.
        let admission: SecretHash?
        /// Only a room that has a key is open to the joiner, and none is made.
        let isByInvitation: Bool
    }

    let limits: RoomLimits
    private(set) var rooms: [RoomName: Room] = [:]
    private var memberships: [SocketID: Set<RoomName>] = [:]
    private(set) var vacancies = Vacancies()
    /// Which doors know of a connection, to forget it there.
    private var doors: [SocketID: Set<RoomName>] = [:]

    init(limits: RoomLimits = RoomLimits()) { self.limits = limits }

    // MARK: - Leaving

    /// A connection is gone: its members are lost, their ids are kept for `RoomLimits.resumeLifetime`.
    ///
    /// - Parameters:
    ///   - connection: it will not be heard of again.
    ///   - now: time on any clock that only goes forward.
    /// - Returns: what the others hear.
    mutating func disconnected(_ connection: SocketID, now: Duration) -> [Effect] {
        var effects: [Effect] = []
        for name in (memberships[connection] ?? []).sorted(by: { $0.rawValue < $1.rawValue }) {
            if let member = rooms[name]?.member(at: connection), !member.isSeedStyle {
                vacancies.keep(member.id, in: name, token: member.resume, now: now)
            }
            effects += remove(connection, from: name, reason: .lost)
        }
        memberships[connection] = nil
        for name in (doors.removeValue(forKey: connection) ?? []).sorted(by: { $0.rawValue < $1.rawValue }) {
            effects += withdraw(connection, from: name, reason: .lost)
            update(name) { $0.door.forget(connection) }
        }
        return effects
    }

    /// Takes a seat away and tells the others; an empty room is forgotten.
    mutating func remove(_ connection: SocketID, from name: RoomName, reason: ByeReason) -> [Effect] {
        memberships[connection]?.remove(name)
        if memberships[connection]?.isEmpty == true { memberships[connection] = nil }
        guard var room = rooms[name], let member = room.member(at: connection) else { return [] }
        room.members.removeAll { $0.connection == connection }
        rooms[name] = room.members.isEmpty ? nil : room
        let byes = room.members.map { Effect.emit($0.connection, .bye(member.id, reason)) }
        guard let heir = room.heir else {
            // Nobody is left who could open.
            return room.door.knockers.map { .emit($0.connection, .deny(name)) }
        }
        return byes + (room.owner == member.id ? handOver(name, to: heir) : [])
    }

    // MARK: - Shared with the extensions

    func rooms(of connection: SocketID) -> Set<RoomName> { memberships[connection] ?? [] }

    /// Puts a member into a room, which may be new.
    mutating func seat(_ member: Member, in name: RoomName, room: Room) {
        var room = room
        room.door.entered(member.connection)
        if let index = room.members.firstIndex(where: { $0.id == member.id }) {
            // Re-joining keeps the place in the line of heirs.
            room.members[index] = member
        } else {
            room.members.append(member)
        }
        rooms[name] = room
        memberships[member.connection, default: []].insert(name)
    }

    mutating func forgetMembership(of connection: SocketID, in name: RoomName) {
        memberships[connection]?.remove(name)
    }

    mutating func update(_ name: RoomName, _ change: (inout Room) -> Void) {
        guard var room = rooms[name] else { return }
        change(&room)
        rooms[name] = room
    }

    /// A door knows of a connection: it has to forget it in time.
    mutating func noted(_ connection: SocketID, at name: RoomName) { doors[connection, default: []].insert(name) }

    mutating func redeem(_ token: SecretHash?) { vacancies.redeem(token) }
}
