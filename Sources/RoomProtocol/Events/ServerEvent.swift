// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import SocketIOCore

/// What a server says to a client (Protocol.md section 5); `routing.peer` is the sender.
public enum ServerEvent: Hashable, Sendable {
    /// Somebody came after us: we offer.
    case welcome(RemotePeer)
    /// A description or candidate of a peer.
    case relay(RelayedValue, Routing)
    /// The answering side wants a new PeerConnection.
    case negotiate(NegotiateReason, Routing)
    /// What a peer sends now.
    case state(MediaState, Routing)
    /// Somebody is gone.
    case bye(PeerID, ByeReason)
    /// Somebody waits at a closed door; to the owner.
    case knock(RemotePeer)
    /// The room has another owner.
    case owner(PeerID)
    /// The owner closed the door, or opened it.
    case lock(Bool)
    /// The owner lets us in: join again, with the key if one is given to us.
    case admit(RoomName, key: String? = nil)
    /// The owner does not.
    case deny(RoomName)
    /// The server stops: the connection ends within so many seconds, and another one will be answered.
    case closing(seconds: Int)
    /// An event of ours that asked for no acknowledgement was refused.
    case refused(event: String, SignalingRefusal)

    /// The message of the call that it carries; nil for the server's own words.
    ///
    /// - Throws: what is wrong with a description or candidate; the event is then to be dropped.
    public func message() throws(MalformedEvent) -> (message: SignalingMessage, routing: Routing)? {
        switch self {
        case .relay(let relayed, let routing): (try relayed.message(), routing)
        case .negotiate(let reason, let routing): (.negotiate(reason), routing)
        case .state(let state, let routing): (.state(state), routing)
        case .welcome, .bye, .knock, .owner, .lock, .admit, .deny, .closing, .refused: nil
        }
    }
}

extension ServerEvent {
    /// Reads an event, as a client does.
    ///
    /// - Parameter event: as it came; nil results from a name that Protocol.md does not know, which is to be ignored.
    /// - Throws: what is wrong with the arguments; the event is then to be dropped.
    public init?(_ event: SocketEvent) throws(MalformedEvent) {
        let body = ValueReader(event.arguments, at: 0, event.name)
        switch event.name {
        case "welcome": self = .welcome(try RemotePeer(body, id: "from"))
        case "negotiate":
            let reason = try body["reason"]
            self = .negotiate(
                try reason.required(try reason.word(NegotiateReason.self)),
                try body.routing(peer: "from")
            )
        case "state": self = .state(try body.mediaState(), try body.routing(peer: "from"))
        case "bye":
            let from = try body["from"]
            // A reason of a later version is still a good-bye.
            let reason = try body["reason"].string(limit: RoomLimits.maximumTokenBytes).flatMap(ByeReason.init)
            self = .bye(try from.required(try from.peer()), reason ?? .lost)
        case "knock": self = .knock(try RemotePeer(body, id: "from"))
        case "owner":
            let owner = try body["owner"]
            self = .owner(try owner.required(try owner.peer()))
        case "lock":
            let value = try body["value"]
            self = .lock(try value.required(try value.bool()))
        case "admit": self = .admit(try body["room"].room(), key: try body["key"].key())
        case "deny": self = .deny(try body["room"].room())
        case "closing":
            let seconds = try body["seconds"]
            self = .closing(seconds: try seconds.required(try seconds.natural(limit: 86_400)))
        case "refused":
            let name = try body["event"]
            self = .refused(event: try name.required(try name.token()), try SignalingRefusal(body))
        default:
            guard let kind = RelayedValue.Kind(rawValue: event.name) else { return nil }
            let value = event.arguments.first ?? .null
            let routing = try ValueReader(event.arguments, at: 1, "routing").routing(peer: "from")
            self = .relay(RelayedValue(kind: kind, value: value), routing)
        }
    }

    /// Writes the event, as a server does; what a seed's page receives has the seed's own form in front.
    public var socketEvent: SocketEvent {
        switch self {
        case .welcome(let peer): Self.event("welcome", peer.object(id: "from"))
        case .relay(let relayed, let routing):
            SocketEvent(
                relayed.kind.rawValue,
                [relayed.value] + (routing.object(peer: "from").map { [.object($0)] } ?? [])
            )
        case .negotiate(let reason, let routing):
            Self.event(
                "negotiate",
                (["reason": .string(reason.rawValue)] as JSONObject).appending(routing.object(peer: "from"))
            )
        case .state(let state, let routing):
            Self.event("state", state.object.appending(routing.object(peer: "from")))
        case .bye(let peer, let reason):
            Self.event("bye", ["from": .string(peer.rawValue), "reason": .string(reason.rawValue)])
        case .knock(let peer): Self.event("knock", peer.object(id: "from"))
        case .owner(let peer): Self.event("owner", ["owner": .string(peer.rawValue)])
        case .lock(let isLocked): Self.event("lock", ["value": .bool(isLocked)])
        case .admit(let room, let key):
            Self.event(
                "admit",
                JSONObject(said: ["room": .string(room.rawValue), "key": key.map(JSONValue.string)])
            )
        case .deny(let room): Self.event("deny", ["room": .string(room.rawValue)])
        case .closing(let seconds): Self.event("closing", ["seconds": .integer(Int64(seconds))])
        case .refused(let event, let refusal):
            Self.event("refused", (["event": .string(event)] as JSONObject).appending(refusal.object))
        }
    }

    private static func event(_ name: String, _ body: JSONObject) -> SocketEvent {
        SocketEvent(name, body.members.isEmpty ? [] : [.object(body)])
    }
}

extension RemotePeer {
    init(_ reader: ValueReader, id key: String) throws(MalformedEvent) {
        self.init(
            id: try reader[key].peer(),
            name: try reader["name"].name(),
            capabilities: try reader["capabilities"].capabilities()
        )
    }

    /// What is said of a peer.
    func object(id key: String) -> JSONObject {
        JSONObject(said: [
            key: id.map { .string($0.rawValue) },
            "name": name.map(JSONValue.string),
            "capabilities": capabilities.isEmpty ? nil : .array(capabilities.sorted().map(JSONValue.string)),
        ])
    }
}

extension SignalingRefusal {
    init(_ reader: ValueReader) throws(MalformedEvent) {
        let code = try reader["code"]
        let word = try code.required(try code.string(limit: RoomLimits.maximumTokenBytes))
        // A code of a later version says at least that it did not work.
        self.init(code: Code(rawValue: word) ?? .unavailable, message: try reader["message"].string(limit: 1_024) ?? "")
    }

    /// Code and sentence.
    var object: JSONObject { ["code": .string(code.rawValue), "message": .string(message)] }
}
