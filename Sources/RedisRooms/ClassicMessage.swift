// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore

/// What servers with Socket.IO's Redis adapter publish: MessagePack of
/// `[server, {type, data, nsp}, {rooms, except, flags}]`.
struct ClassicMessage: Hashable, Sendable {
    /// Who publishes: six letters.
    let server: String
    /// What their clients are to be told.
    let event: SocketEvent
    /// In which rooms; none means everybody.
    let rooms: [String]
    /// Connections that are not.
    let except: [String]

    private static let eventTypes = [2, 5]

    init(server: String, event: SocketEvent, rooms: [String], except: [String]) {
        (self.server, self.event, self.rooms, self.except) = (server, event, rooms, except)
    }

    /// Reads a message; nil for one that is no event in the namespace `/`.
    init?(_ bytes: [UInt8]) {
        guard let parts = (try? MessagePack.decode(bytes))?.array, parts.count >= 3, let server = parts[0].string,
            let type = parts[1]["type"]?.integer, Self.eventTypes.contains(type), parts[1]["nsp"]?.string ?? "/" == "/",
            let data = parts[1]["data"]?.array, let name = data.first?.string
        else { return nil }
        self.init(
            server: server,
            event: SocketEvent(name, Array(data.dropFirst())),
            rooms: Self.words(parts[2]["rooms"]),
            except: Self.words(parts[2]["except"])
        )
    }

    var bytes: [UInt8] {
        MessagePack.encode([
            .string(server),
            ["type": 2, "data": .array([.string(event.name)] + event.arguments), "nsp": "/"],
            [
                "rooms": .array(rooms.map(JSONValue.string)), "except": .array(except.map(JSONValue.string)),
                "flags": [:],
            ],
        ])
    }

    /// A room that somebody named by a number has that number's name.
    private static func words(_ value: JSONValue?) -> [String] {
        (value?.array ?? []).compactMap { $0.string ?? $0.integer.map(String.init) }
    }
}
