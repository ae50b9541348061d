// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import SocketIOCore

/// What a client says to a server (Protocol.md section 3).
public enum ClientEvent: Hashable, Sendable {
    /// Asks for a seat; without a request the joiner is seed-style.
    case join(RoomName, JoinRequest?)
    /// Passes a description or candidate on to `routing.peer`, or to all the others.
    case relay(RelayedValue, RoomName, Routing)
    /// Asks the offering side for a new PeerConnection.
    case negotiate(NegotiateReason, RoomName, Routing)
    /// Tells what the sender sends now.
    case state(MediaState, RoomName, Routing)
    /// Gives the seat up.
    case leave(RoomName)
    /// Closes the door of a room, or opens it; owner only.
    case lock(RoomName, Bool)
    /// Decides on somebody; owner only.
    case decide(OwnerDecision, RoomName, PeerID)

    /// What an owner may decide on somebody; the raw value is the event's name.
    public enum OwnerDecision: String, Hashable, Sendable, CaseIterable {
        /// Lets in who knocked.
        case admit
        /// Does not.
        case deny
        /// Takes a member's seat.
        case remove
        /// Hands the room over.
        case owner
    }

    /// Puts a message of the call into the event that carries it.
    public init(_ message: SignalingMessage, in room: RoomName, routing: Routing) {
        self =
            switch message {
            case .offer(let description), .answer(let description): .relay(RelayedValue(description), room, routing)
            case .ice(let candidate): .relay(RelayedValue(candidate), room, routing)
            case .negotiate(let reason): .negotiate(reason, room, routing)
            case .state(let state): .state(state, room, routing)
            }
    }

    /// The room it is about.
    public var room: RoomName {
        switch self {
        case .join(let room, _), .relay(_, let room, _), .negotiate(_, let room, _), .state(_, let room, _),
            .leave(let room), .lock(let room, _), .decide(_, let room, _):
            room
        }
    }
}

extension ClientEvent {
    /// Reads an event, as a server does.
    ///
    /// - Parameters:
    ///   - event: as it came; nil results from a name that Protocol.md does not know, which is to be ignored.
    ///   - limits: what the server takes.
    /// - Throws: what is wrong with the arguments; `MalformedEvent.refusal` is the answer.
    public init?(_ event: SocketEvent, limits: RoomLimits = RoomLimits()) throws(MalformedEvent) {
        let arguments = event.arguments
        switch event.name {
        case "join_room": self = try Self.join(arguments)
        case "negotiate":
            let body = ValueReader(arguments, at: 1, "negotiation")
            let reason = try body["reason"]
            self = .negotiate(
                try reason.required(try reason.word(NegotiateReason.self)),
                try Self.room(arguments, at: 0),
                try body.routing(peer: "to")
            )
        case "state":
            let body = ValueReader(arguments, at: 1, "state")
            self = .state(try body.mediaState(), try Self.room(arguments, at: 0), try body.routing(peer: "to"))
        case "leave_room": self = .leave(try Self.room(arguments, at: 0))
        case "lock":
            let value = try ValueReader(arguments, at: 1, "lock")["value"]
            self = .lock(try Self.room(arguments, at: 0), try value.required(try value.bool()))
        default:
            if let kind = RelayedValue.Kind(rawValue: event.name) {
                self = try Self.relay(kind, arguments, limits)
            } else if let decision = OwnerDecision(rawValue: event.name) {
                let peer = try ValueReader(arguments, at: 1, "decision")["to"]
                self = .decide(decision, try Self.room(arguments, at: 0), try peer.required(try peer.peer()))
            } else {
                return nil
            }
        }
    }

    private static func join(_ arguments: [JSONValue]) throws(MalformedEvent) -> ClientEvent {
        let room = try room(arguments, at: 0)
        let reader = ValueReader(arguments, at: 1, "join")
        return .join(room, reader.isThere ? try JoinRequest(reader) : nil)
    }

    private static func relay(
        _ kind: RelayedValue.Kind,
        _ arguments: [JSONValue],
        _ limits: RoomLimits
    ) throws(MalformedEvent) -> ClientEvent {
        let value = arguments.first ?? .null
        let bytes = value.leastBytes
        guard bytes <= limits.messageBytes else {
            throw .tooLarge(kind.rawValue, size: bytes, limit: limits.messageBytes)
        }
        let routing = try ValueReader(arguments, at: 2, "routing").routing(peer: "to")
        return .relay(RelayedValue(kind: kind, value: value), try room(arguments, at: 1), routing)
    }

    private static func room(_ arguments: [JSONValue], at index: Int) throws(MalformedEvent) -> RoomName {
        try ValueReader(arguments, at: index, "room").room()
    }
}

extension ClientEvent {
    /// Writes the event, as a client does.
    public var socketEvent: SocketEvent {
        switch self {
        case .join(let room, let request):
            SocketEvent("join_room", [.string(room.rawValue)] + (request.map { [.object($0.object)] } ?? []))
        case .relay(let relayed, let room, let routing):
            SocketEvent(
                relayed.kind.rawValue,
                [relayed.value, .string(room.rawValue)] + (routing.object(peer: "to").map { [.object($0)] } ?? [])
            )
        case .negotiate(let reason, let room, let routing):
            Self.event(
                "negotiate",
                room,
                (["reason": .string(reason.rawValue)] as JSONObject).appending(routing.object(peer: "to"))
            )
        case .state(let state, let room, let routing):
            Self.event("state", room, state.object.appending(routing.object(peer: "to")))
        case .leave(let room):
            SocketEvent("leave_room", [.string(room.rawValue)])
        case .lock(let room, let value):
            Self.event("lock", room, ["value": .bool(value)])
        case .decide(let decision, let room, let peer):
            Self.event(decision.rawValue, room, ["to": .string(peer.rawValue)])
        }
    }

    private static func event(_ name: String, _ room: RoomName, _ body: JSONObject) -> SocketEvent {
        SocketEvent(name, [.string(room.rawValue), .object(body)])
    }
}
