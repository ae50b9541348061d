// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore

extension RoomDirectory {
    /// A client says something other than `join`.
    ///
    /// - Parameters:
    ///   - event: what; a `join` is refused here, because it needs a ticket.
    ///   - connection: who.
    /// - Returns: the answer, and events for those concerned.
    mutating func handle(_ event: ClientEvent, from connection: SocketID) -> Outcome {
        let name = event.room
        guard let room = rooms[name], let sender = room.member(at: connection) else {
            if case .leave = event, rooms[name]?.door.knocker(at: connection) != nil {
                return Outcome(reply: .done, effects: withdraw(connection, from: name, reason: .left))
            }
            return Self.refusal(.notMember, "Join the room first")
        }
        switch event {
        case .join: return Self.refusal(.badRequest, "A seat needs a ticket")
        case .relay(let value, _, let routing):
            return relay(room, sender, routing) { .relay(value, $0) }
        case .negotiate(let reason, _, let routing):
            return relay(room, sender, routing) { .negotiate(reason, $0) }
        case .state(let state, _, let routing):
            return relay(room, sender, routing) { .state(state, $0) }
        case .leave: return Outcome(reply: .done, effects: remove(connection, from: name, reason: .left))
        case .lock(_, let isLocked):
            guard room.owner == sender.id else { return Self.notOwner }
            return Outcome(reply: .done, effects: lock(isLocked, name, room))
        case .decide(let decision, _, let peer):
            guard room.owner == sender.id else { return Self.notOwner }
            return decide(decision, peer, name, room)
        }
    }

    private static let notOwner = refusal(.notMember, "Only the room's owner may do this")

    static func refusal(_ code: SignalingRefusal.Code, _ message: String) -> Outcome {
        Outcome(reply: .refused(SignalingRefusal(code: code, message: message)))
    }

    /// Passes an event on to one member, or to all but the sender; a seed-style member hears the seed's bare form.
    private func relay(
        _ room: Room,
        _ sender: Member,
        _ routing: Routing,
        _ event: (Routing) -> ServerEvent
    ) -> Outcome {
        let targets: [Member]
        if let to = routing.peer {
            guard let target = room.member(to), target.id != sender.id else {
                return Self.refusal(.notMember, "\(to) is not in the room")
            }
            targets = [target]
        } else {
            targets = room.others(than: sender.connection)
        }
        let extended = Routing(peer: sender.id, session: routing.session, mac: routing.mac)
        let effects = targets.map { target in
            Effect.emit(target.connection, event(target.isSeedStyle ? Routing() : extended))
        }
        return Outcome(reply: .done, effects: effects)
    }
}
