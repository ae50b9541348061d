// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore

/// Where a person was, newest first; each room once.
struct RecentRooms: Equatable {
    /// How many are kept.
    static let limit = 8

    /// The rooms, each as it was entered.
    private(set) var rooms: [JoinRequest] = []
    /// Those of them that a person wants to hear from.
    private(set) var watched: Set<JoinRequest> = []
    /// Those of them whose key says nothing of who has it.
    private(set) var loose: Set<JoinRequest> = []

    /// Nowhere.
    init() {}

    /// Reads what `text` wrote; what makes no sense is left out.
    init(_ text: String) {
        guard let list = try? JSONValue(parsing: text).array else { return }
        for entry in list.prefix(Self.limit) {
            guard let room = Self.room(entry) else { continue }
            rooms.append(room)
            if entry["watched"]?.bool == true { watched.insert(room) }
            if entry["loose"]?.bool == true { loose.insert(room) }
        }
    }

    /// JSON: an array of objects with `link`, or with `room` and perhaps `server` and `key`; and
    /// perhaps with `watched` and `loose`.
    var text: String {
        let list = rooms.map { room in
            let flags = [("watched", watched), ("loose", loose)].filter { $0.1.contains(room) }
            let members = flags.map { JSONObject.Member(key: $0.0, value: .bool(true)) }
            return JSONValue.object(JSONObject(Self.members(room) + members))
        }
        return JSONValue.array(list).serialized
    }

    /// Puts a room at the front; when there are too many the oldest goes that nobody wants to hear from.
    mutating func add(_ room: JoinRequest) {
        rooms.removeAll { $0 == room }
        rooms.insert(room, at: 0)
        guard rooms.count > Self.limit else { return }
        forget(rooms.dropFirst().last { !watched.contains($0) } ?? rooms[Self.limit])
    }

    /// Takes a room out.
    mutating func forget(_ room: JoinRequest) {
        rooms.removeAll { $0 == room }
        watched.remove(room)
        loose.remove(room)
    }

    /// Remembers that a room's key went over a network that may lie.
    mutating func markLoose(_ room: JoinRequest) { if rooms.contains(room) { loose.insert(room) } }

    /// Wants to hear from a room that is here, or no more.
    mutating func watch(_ room: JoinRequest, _ isOn: Bool) {
        guard isOn, rooms.contains(room) else { return watched.subtract([room]) }
        watched.insert(room)
    }

    /// The servers of these rooms, newest first; each once, without this computer.
    var servers: [ServerAddress] {
        var seen: Set<ServerAddress> = []
        return rooms.compactMap(\.server).filter { seen.insert($0).inserted }
    }

    private static func members(_ room: JoinRequest) -> [JSONObject.Member] {
        switch room.destination {
        case .link(let link): return [.init(key: "link", value: .string(link.webText))]
        case .room(let name):
            var members: [JSONObject.Member] = [.init(key: "room", value: .string(name.rawValue))]
            if let server = room.server { members.append(.init(key: "server", value: .string(server.description))) }
            if let secret = room.secret { members.append(.init(key: "key", value: .string(secret.key))) }
            return members
        }
    }

    private static func room(_ json: JSONValue) -> JoinRequest? {
        if let text = json["link"]?.string {
            guard let link = try? RoomLink(text) else { return nil }
            return JoinRequest(destination: .link(link))
        }
        guard let text = json["room"]?.string, let name = try? RoomName(text) else { return nil }
        var room = JoinRequest(destination: .room(name))
        if let key = json["key"]?.string {
            guard let secret = try? RoomLink.Secret(key: key) else { return nil }
            room.secret = secret
        }
        if let address = json["server"]?.string {
            guard let server = try? ServerAddress(typed: address) else { return nil }
            room.server = server
        }
        return room
    }
}
