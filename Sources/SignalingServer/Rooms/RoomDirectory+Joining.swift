// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore

extension RoomDirectory {
    /// A client asks for a seat.
    ///
    /// - Parameters:
    ///   - name: the room, made if nobody is in it.
    ///   - request: what the joiner says; nil from a seed's page.
    ///   - connection: where the joiner is reached.
    ///   - ticket: randomness, and the hash of the joiner's proof.
    ///   - now: time on the clock of `disconnected`.
    /// - Returns: the answer, and `welcome` for those who were there.
    mutating func join(
        _ name: RoomName,
        _ request: JoinRequest?,
        from connection: SocketID,
        ticket: Ticket,
        now: Duration
    ) -> Outcome {
        let introduction = request.map { Member.Introduction(name: $0.name, capabilities: $0.capabilities) }
        let room = rooms[name]
        if let room, let old = returning(request, ticket, to: room, at: connection) {
            return rejoin(old, introduction, connection, name, room, ticket)
        }
        let kept = request == nil ? nil : vacancies(of: name).peer(for: ticket.shown, now: now)
        let id = kept ?? identity(request, connection, name, room, ticket, now)
        let member = Member(
            id: id,
            connection: connection,
            node: node,
            introduction: introduction,
            resume: ticket.resumeHash,
            isVisitor: ticket.admission.map(handedOut.contains) ?? false
        )
        let lacksKey = room.map { self.lacksKey(request, $0, ticket) } ?? false
        if let refusal = tooManyRooms(connection) ?? uninvited(to: room, ticket)
            ?? room.flatMap({ obstacle(member, $0, ticket, lacksKey: lacksKey) })
        {
            // A seed's page cannot be told: it is simply not joined.
            return Outcome(reply: request == nil ? .silence : .refused(refusal))
        }
        if let room, lacksKey || kept == nil && room.door.isClosed(to: id, at: connection) {
            return knock(member, name, room, lacksKey: lacksKey)
        }
        // Another room's token is not this room's to use up.
        if kept != nil { redeem(ticket.shown, in: name) }
        return enter(member, name, room ?? Room(owner: id, admission: ticket.admission), ticket)
    }

    /// The seat that the joiner has already: on this connection, or on one that it lost, by its token.
    private func returning(
        _ request: JoinRequest?,
        _ ticket: Ticket,
        to room: Room,
        at connection: SocketID
    ) -> Member? {
        if let member = room.member(at: connection) { return member }
        guard request != nil, let token = ticket.shown else { return nil }
        return room.members.first { !$0.isSeedStyle && $0.resume == token }
    }

    /// Gives the same seat again; the others hear a `welcome` under the same id and offer anew.
    private mutating func rejoin(
        _ old: Member,
        _ introduction: Member.Introduction?,
        _ connection: SocketID,
        _ name: RoomName,
        _ room: Room,
        _ ticket: Ticket
    ) -> Outcome {
        if introduction == nil, !old.isSeedStyle,
            room.admission != nil || room.members.count > RoomLimits.seedStyleMembers
        {
            return Outcome(reply: .silence)
        }
        var member = old
        member.connection = connection
        member.node = node
        member.introduction = introduction
        member.resume = ticket.resumeHash
        var outcome = enter(member, name, room, ticket)
        if old.connection != connection {
            outcome.effects.append(.disconnect(old.connection))
        }
        return outcome
    }

    private mutating func enter(_ member: Member, _ name: RoomName, _ room: Room, _ ticket: Ticket) -> Outcome {
        seat(member, in: name, room: room)
        let others = room.members.filter { $0.id != member.id }
        let effects = others.map { other in
            Effect.emit(other.connection, .welcome(other.isSeedStyle ? RemotePeer(id: nil) : member.remotePeer))
        }
        guard !member.isSeedStyle else { return Outcome(reply: .done, effects: effects) }
        let acknowledgement = JoinAcknowledgement(
            you: member.id,
            peers: others.map(\.remotePeer),
            resume: ticket.resume,
            owner: room.owner,
            isLocked: room.door.isLocked
        )
        let waiting = room.owner == member.id ? knocks(at: room.door, for: member) : []
        return Outcome(reply: .joined(acknowledgement), effects: effects + waiting)
    }

    /// The id that the joiner wishes for, unless it is somebody's; a knocker has one already.
    private func identity(
        _ request: JoinRequest?,
        _ connection: SocketID,
        _ name: RoomName,
        _ room: Room?,
        _ ticket: Ticket,
        _ now: Duration
    ) -> PeerID {
        guard let wish = request?.peerID, room?.member(wish) == nil,
            !vacancies(of: name).isReserved(wish, now: now)
        else { return ticket.peer }
        let holder = room?.door.knocker(wish)?.connection
        return holder == nil || holder == connection ? wish : ticket.peer
    }

    private func tooManyRooms(_ connection: SocketID) -> SignalingRefusal? {
        guard rooms(of: connection).count >= RoomLimits.roomsPerConnection else { return nil }
        return SignalingRefusal(code: .rate, message: "This connection is in too many rooms")
    }

    private func uninvited(to room: Room?, _ ticket: Ticket) -> SignalingRefusal? {
        guard ticket.isByInvitation, room?.admission == nil else { return nil }
        return Self.wrongLink
    }

    /// True for somebody without the link who may ask the owner for the room's key; a wrong one asks for nothing.
    private func lacksKey(_ request: JoinRequest?, _ room: Room, _ ticket: Ticket) -> Bool {
        room.handedKey != nil && room.admission != nil && ticket.admission == nil
            && request?.capabilities.contains(RemotePeer.takesKey) == true
    }

    private static let wrongLink = SignalingRefusal(code: .denied, message: "The link does not open this room")

    /// What keeps a new member out of a room, apart from its lock.
    private func obstacle(
        _ member: Member,
        _ room: Room,
        _ ticket: Ticket,
        lacksKey: Bool
    ) -> SignalingRefusal? {
        if room.admission != ticket.admission, !lacksKey { return Self.wrongLink }
        let isSeedStyle = member.isSeedStyle || room.hasSeedStyleMember
        let seats = isSeedStyle ? min(limits.members, RoomLimits.seedStyleMembers) : limits.members
        guard room.members.count < seats else {
            return SignalingRefusal(code: .roomFull, message: "All \(seats) seats of this room are taken")
        }
        return nil
    }
}
