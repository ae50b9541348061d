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

    /// Nowhere.
    init() {}

    /// Reads what `text` wrote; what makes no sense is left out.
    init(_ text: String) {
        guard let list = try? JSONValue(parsing: text).array else { return }
        rooms = Array(list.compactMap(Self.room).prefix(Self.limit))
    }

    /// JSON: an array of objects with `link`, or with `room` and perhaps `server` and `key`.
    var text: String { JSONValue.array(rooms.map(Self.json)).serialized }

    /// Puts a room at the front; the oldest goes when there are too many.
    mutating func add(_ room: JoinRequest) {
        forget(room)
        rooms.insert(room, at: 0)
        rooms.removeLast(max(0, rooms.count - Self.limit))
    }

    /// Takes a room out.
    mutating func forget(_ room: JoinRequest) { rooms.removeAll { $0 == room } }

    /// The servers of these rooms, newest first; each once, without this computer.
    var servers: [ServerAddress] {
        var seen: Set<ServerAddress> = []
        return rooms.compactMap(\.server).filter { seen.insert($0).inserted }
    }

    private static func json(_ room: JoinRequest) -> JSONValue {
        switch room.destination {
        case .link(let link): return ["link": .string(link.webText)]
        case .room(let name):
            var members: [JSONObject.Member] = [.init(key: "room", value: .string(name.rawValue))]
            if let server = room.server { members.append(.init(key: "server", value: .string(server.description))) }
            if let secret = room.secret { members.append(.init(key: "key", value: .string(secret.key))) }
            return .object(JSONObject(members))
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
