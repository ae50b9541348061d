// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import SocketIOCore

/// What a client says that wants to know who is in a room without being in it (Protocol.md section 3).
public enum WatchEvent: Hashable, Sendable {
    /// Wants to know from now on; with the proof of the link's key, nil without one.
    case watch(RoomName, admission: String?)
    /// Does not any longer.
    case unwatch(RoomName)

    /// The room it is about.
    public var room: RoomName {
        switch self {
        case .watch(let room, _), .unwatch(let room): room
        }
    }

    /// Reads an event, as a server does.
    ///
    /// - Parameter event: as it came; nil results from every other name.
    /// - Throws: what is wrong with the arguments; `MalformedEvent.refusal` is the answer.
    public init?(_ event: SocketEvent) throws(MalformedEvent) {
        switch event.name {
        case "watch_room":
            let proof = try ValueReader(event.arguments, at: 1, "watch")["admission"].token()
            self = .watch(try Self.room(event), admission: proof)
        case "unwatch_room": self = .unwatch(try Self.room(event))
        default: return nil
        }
    }

    private static func room(_ event: SocketEvent) throws(MalformedEvent) -> RoomName {
        try ValueReader(event.arguments, at: 0, "room").room()
    }

    /// Writes the event, as a client does.
    public var socketEvent: SocketEvent {
        switch self {
        case .watch(let room, let admission):
            SocketEvent(
                "watch_room",
                [.string(room.rawValue)] + (admission.map { [.object(["admission": .string($0)])] } ?? [])
            )
        case .unwatch(let room): SocketEvent("unwatch_room", [.string(room.rawValue)])
        }
    }
}

extension RoomPresence {
    /// People that are listed; more are in no room of a mesh.
    private static let maximumNames = 1_024

    /// Reads the event `presence`, as a client does.
    ///
    /// - Parameter event: as it came; nil results from every other name.
    /// - Throws: what is wrong with the arguments; the event is then to be dropped.
    public init?(_ event: SocketEvent) throws(MalformedEvent) {
        guard event.name == "presence" else { return nil }
        let body = ValueReader(event.arguments, at: 0, event.name)
        var names: [String?] = []
        for reader in try body["names"].elements(limit: Self.maximumNames) { names.append(try reader.name()) }
        self.init(room: try body["room"].room(), names: names)
    }

    /// Writes the event, as a server does.
    public var socketEvent: SocketEvent {
        let body: JSONObject = [
            "room": .string(room.rawValue),
            "names": .array(names.map { $0.map(JSONValue.string) ?? .null }),
        ]
        return SocketEvent("presence", [.object(body)])
    }
}
