// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import SocketIOCore

/// The answer to `join_room`, when it asked for one (Protocol.md section 3).
public enum JoinReply: Hashable, Sendable {
    /// A seat, and what the server takes.
    case accepted(JoinAcknowledgement, RoomLimits)
    /// None.
    case refused(SignalingRefusal)

    /// Reads the arguments of an acknowledgement.
    ///
    /// - Throws: what is wrong with them; the join then counts as not acknowledged.
    public init(_ arguments: [JSONValue]) throws(MalformedEvent) {
        let reader = ValueReader(arguments, at: 0, "ack")
        let isAccepted = try reader["ok"]
        guard try isAccepted.required(try isAccepted.bool()) else {
            self = .refused(try SignalingRefusal(try reader["error"]))
            return
        }
        let limits = try reader["limits"]
        let usual = RoomLimits()
        self = .accepted(
            try JoinAcknowledgement(reader),
            RoomLimits(
                members: try limits["members"].natural(limit: 100_000) ?? usual.members,
                messageBytes: try limits["message_bytes"].natural(limit: 1 << 30) ?? usual.messageBytes
            )
        )
    }

    /// The arguments of the acknowledgement.
    public var arguments: [JSONValue] {
        switch self {
        case .accepted(let acknowledgement, let limits):
            let said: JSONObject = [
                "members": .integer(Int64(limits.members)), "message_bytes": .integer(Int64(limits.messageBytes)),
            ]
            return [.object(acknowledgement.object.appending(["limits": .object(said)]))]
        case .refused(let refusal):
            return EventReply.refused(refusal).arguments
        }
    }
}

/// The answer to any other event, when it asked for one.
public enum EventReply: Hashable, Sendable {
    /// It was done.
    case done
    /// It was not.
    case refused(SignalingRefusal)

    /// Reads the arguments of an acknowledgement.
    ///
    /// - Throws: what is wrong with them.
    public init(_ arguments: [JSONValue]) throws(MalformedEvent) {
        let reader = ValueReader(arguments, at: 0, "ack")
        let isDone = try reader["ok"]
        self = try isDone.required(try isDone.bool()) ? .done : .refused(try SignalingRefusal(try reader["error"]))
    }

    /// The arguments of the acknowledgement.
    public var arguments: [JSONValue] {
        switch self {
        case .done: [["ok": true]]
        case .refused(let refusal): [["ok": false, "error": .object(refusal.object)]]
        }
    }
}

extension JoinAcknowledgement {
    /// More people, or helpers, than any server of ours names.
    private static let maximumEntries = 1_000

    init(_ reader: ValueReader) throws(MalformedEvent) {
        let you = try reader["you"]
        var peers: [RemotePeer] = []
        for element in try reader["peers"].elements(limit: Self.maximumEntries) {
            peers.append(try RemotePeer(element, id: "id"))
        }
        var servers: [IceServer] = []
        for element in try reader["ice_servers"].elements(limit: Self.maximumEntries) {
            servers.append(try IceServer(element))
        }
        self.init(
            you: try you.required(try you.peer()),
            peers: peers,
            iceServers: servers,
            resume: try reader["resume"].token(),
            owner: try reader["owner"].peer(),
            isLocked: try reader["locked"].bool() ?? false,
            isDegraded: try reader["degraded"].bool() ?? false
        )
    }

    var object: JSONObject {
        JSONObject(said: [
            "ok": true,
            "you": .string(you.rawValue),
            "peers": .array(peers.map { .object($0.object(id: "id")) }),
            "ice_servers": .array(iceServers.map { .object($0.object) }),
            "owner": owner.map { .string($0.rawValue) },
            "locked": isLocked ? true : nil,
            "degraded": isDegraded ? true : nil,
            "resume": resume.map(JSONValue.string),
        ])
    }
}

extension IceServer {
    private static let maximumBytes = 1_024

    init(_ reader: ValueReader) throws(MalformedEvent) {
        let field = try reader["urls"]
        var urls: [String] = []
        if case .string = field.value {
            urls = [try field.required(try field.string(limit: Self.maximumBytes))]
        } else {
            for element in try field.elements(limit: 16) {
                urls.append(try element.required(try element.string(limit: Self.maximumBytes)))
            }
        }
        guard !urls.isEmpty else { throw .missing(field.place) }
        self.init(
            urls: urls,
            username: try reader["username"].string(limit: Self.maximumBytes),
            credential: try reader["credential"].string(limit: Self.maximumBytes)
        )
    }

    /// Reads a JSON array of RTCIceServer, as a person's own are remembered; what makes no sense is left out.
    public static func list(_ text: String) -> [IceServer] {
        ((try? JSONValue(parsing: text).array) ?? []).prefix(maximumServers).compactMap {
            try? IceServer(ValueReader([$0], at: 0, "server"))
        }
    }

    /// A JSON array of RTCIceServer.
    public static func text(_ servers: [IceServer]) -> String {
        JSONValue.array(servers.map { .object($0.object) }).serialized
    }

    /// More are no person's doing.
    private static let maximumServers = 32

    var object: JSONObject {
        JSONObject(said: [
            "urls": .array(urls.map(JSONValue.string)),
            "username": username.map(JSONValue.string),
            "credential": credential.map(JSONValue.string),
        ])
    }
}
