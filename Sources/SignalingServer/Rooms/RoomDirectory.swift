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
    /// The server that this is.
    let node: NodeID
    /// Proofs of keys that owners gave away at the door, also of rooms that are empty by now: those keys stay what they are.
    var handedOut: Set<SecretHash> = []
    private(set) var rooms: [RoomName: Room] = [:]
    private var vacancies: [RoomName: Vacancies] = [:]
    private var memberships: [SocketID: Set<RoomName>] = [:]
    /// Which doors know of a connection, to forget it there.
    private var doors: [SocketID: Set<RoomName>] = [:]
    /// Old vacancies are thrown out when so many rooms have some, so that a mass departure costs no more than its size.
    private var sweepAt = 64

    init(limits: RoomLimits = RoomLimits(), node: NodeID = .alone) {
        self.limits = limits
        self.node = node
    }

    // MARK: - Leaving

    /// A connection is gone: its members are lost, their ids are kept for `RoomLimits.resumeLifetime`.
    ///
    /// - Parameters:
    ///   - connection: it will not be heard of again.
    ///   - now: time on any clock that only goes forward.
    /// - Returns: what the others hear.
    mutating func disconnected(_ connection: SocketID, now: Duration) -> [Effect] {
        rooms(touchedBy: connection).flatMap { disconnected(connection, from: $0, now: now) }
    }

    /// The same, for one room.
    mutating func disconnected(_ connection: SocketID, from name: RoomName, now: Duration) -> [Effect] {
        var effects = lose(connection, from: name, now: now)
        guard doors[connection]?.contains(name) == true else { return effects }
        effects += withdraw(connection, from: name, reason: .lost)
        update(name) { $0.door.forget(connection) }
        return effects
    }

    /// A server is gone with all its clients.
    mutating func lapsed(_ node: NodeID, from name: RoomName, now: Duration) -> [Effect] {
        guard let room = rooms[name] else { return [] }
        let members = room.members.filter { $0.node == node }.map(\.connection)
        let knockers = room.door.knockers.filter { $0.node == node }.map(\.connection)
        return members.flatMap { lose($0, from: name, now: now) }
            + knockers.flatMap { withdraw($0, from: name, reason: .lost) }
    }

    private mutating func lose(_ connection: SocketID, from name: RoomName, now: Duration) -> [Effect] {
        guard let member = rooms[name]?.member(at: connection) else { return [] }
        if !member.isSeedStyle {
            sweep(now)
            vacancies[name, default: Vacancies()].keep(member.id, token: member.resume, now: now)
        }
        return remove(connection, from: name, reason: .lost)
    }

    /// Takes a seat away and tells the others; an empty room is forgotten.
    mutating func remove(_ connection: SocketID, from name: RoomName, reason: ByeReason) -> [Effect] {
        guard var room = rooms[name], let member = room.member(at: connection) else { return [] }
        room.members.removeAll { $0.connection == connection }
        put(room.members.isEmpty ? nil : room, at: name)
        let byes = room.members.map { Effect.emit($0.connection, .bye(member.id, reason)) }
        guard let heir = room.heir else {
            // Nobody is left who could open.
            return room.door.knockers.map { .emit($0.connection, .deny(name)) }
        }
        return byes + (room.owner == member.id ? handOver(name, to: heir) : [])
    }

    // MARK: - Shared with the extensions

    func rooms(of connection: SocketID) -> Set<RoomName> { memberships[connection] ?? [] }

    /// Rooms that have to hear when a connection ends, in a fixed order.
    func rooms(touchedBy connection: SocketID) -> [RoomName] {
        rooms(of: connection).union(doors[connection] ?? []).sorted { $0.rawValue < $1.rawValue }
    }

    func vacancies(of name: RoomName) -> Vacancies { vacancies[name] ?? Vacancies() }

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
        put(room, at: name)
    }

    mutating func update(_ name: RoomName, _ change: (inout Room) -> Void) {
        guard var room = rooms[name] else { return }
        change(&room)
        put(room, at: name)
    }

    mutating func redeem(_ token: SecretHash?, in name: RoomName) {
        guard let token else { return }
        vacancies[name]?.redeem(token)
    }

    // MARK: - Shared with other servers

    /// What this server knows of a room.
    func record(of name: RoomName) -> RoomRecord { RoomRecord(room: rooms[name], vacancies: vacancies(of: name)) }

    /// Takes over what another server knows of a room.
    mutating func install(_ record: RoomRecord, at name: RoomName) {
        put(record.room, at: name)
        vacancies[name] = record.vacancies.isEmpty ? nil : record.vacancies
    }

    /// The one place that changes a room, so that what is looked up by connection is right.
    private mutating func put(_ room: Room?, at name: RoomName) {
        let old = rooms[name]
        rooms[name] = room
        Self.note(
            old.map { Set($0.members.map(\.connection)) },
            room.map { Set($0.members.map(\.connection)) },
            name,
            &memberships
        )
        Self.note(old?.door.connections, room?.door.connections, name, &doors)
    }

    private static func note(
        _ old: Set<SocketID>?,
        _ new: Set<SocketID>?,
        _ name: RoomName,
        _ index: inout [SocketID: Set<RoomName>]
    ) {
        let (old, new) = (old ?? [], new ?? [])
        guard old != new else { return }
        for connection in old.subtracting(new) {
            index[connection]?.remove(name)
            if index[connection]?.isEmpty == true { index[connection] = nil }
        }
        for connection in new.subtracting(old) { index[connection, default: []].insert(name) }
    }

    private mutating func sweep(_ now: Duration) {
        guard vacancies.count >= sweepAt else { return }
        for name in vacancies.keys { vacancies[name]?.forget(before: now) }
        vacancies = vacancies.filter { !$0.value.isEmpty }
        sweepAt = max(64, vacancies.count * 2)
    }
}
