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
        /// The hash of the proof that the joiner showed.
        let admission: AdmissionHash?
    }

    let limits: RoomLimits
    let iceServers: [IceServer]
    private(set) var rooms: [RoomName: Room] = [:]
    private var memberships: [SocketID: Set<RoomName>] = [:]
    private(set) var vacancies = Vacancies()
    /// At whose doors a connection knocked, to forget it there.
    private var doors: [SocketID: Set<RoomName>] = [:]

    init(limits: RoomLimits = RoomLimits(), iceServers: [IceServer] = []) {
        self.limits = limits
        self.iceServers = iceServers
    }

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
        for name in doors.removeValue(forKey: connection) ?? [] {
            update(name) { room in
                room.admitted.remove(connection)
                room.knockers = room.knockers.filter { $0.value != connection }
            }
        }
        return effects
    }

    /// Takes a seat away and tells the others; an empty room is forgotten.
    mutating func remove(_ connection: SocketID, from name: RoomName, reason: ByeReason) -> [Effect] {
        memberships[connection]?.remove(name)
        if memberships[connection]?.isEmpty == true { memberships[connection] = nil }
        guard var room = rooms[name], let member = room.member(at: connection) else { return [] }
        room.members.removeAll { $0.connection == connection }
        if room.owner == member.id, let heir = room.members.first { room.owner = heir.id }
        rooms[name] = room.members.isEmpty ? nil : room
        return room.members.map { .emit($0.connection, .bye(member.id, reason)) }
    }

    // MARK: - Shared with the extensions

    func rooms(of connection: SocketID) -> Set<RoomName> { memberships[connection] ?? [] }

    /// Puts a member into a room, which may be new.
    mutating func seat(_ member: Member, in name: RoomName, room: Room) {
        var room = room
        room.knockers[member.id] = nil
        room.admitted.remove(member.connection)
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

    mutating func knocked(_ connection: SocketID, at name: RoomName) { doors[connection, default: []].insert(name) }

    mutating func redeem(_ token: String?) { vacancies.redeem(token) }
}
