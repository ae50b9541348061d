// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore

/// What one server asks another one to do for it; written as a JSON list.
enum NodeMessage: Hashable, Sendable {
    /// `["emit", connection, event, argument...]`: tell a client something.
    case emit(SocketID, SocketEvent)
    /// `["close", connection]`: end a connection whose seat its owner took back from another one.
    case disconnect(SocketID)

    /// Reads a message; nil for what this version does not know.
    init?(_ text: String) {
        guard let words = try? JSONValue(parsing: text), let list = words.array, list.count >= 2,
            let kind = list[0].string, let connection = list[1].string
        else { return nil }
        switch kind {
        case "emit":
            guard list.count >= 3, let name = list[2].string else { return nil }
            self = .emit(SocketID(connection), SocketEvent(name, Array(list[3...])))
        case "close": self = .disconnect(SocketID(connection))
        default: return nil
        }
    }

    /// What brings an effect about where its connection is.
    init(_ effect: RoomDirectory.Effect) {
        switch effect {
        case .emit(let connection, let event): self = .emit(connection, event.socketEvent)
        case .disconnect(let connection): self = .disconnect(connection)
        }
    }

    /// The message as it is published.
    var text: String {
        switch self {
        case .emit(let connection, let event):
            JSONValue.array(["emit", .string(connection.rawValue), .string(event.name)] + event.arguments).serialized
        case .disconnect(let connection): JSONValue.array(["close", .string(connection.rawValue)]).serialized
        }
    }
}

extension RoomDirectory.Effect {
    /// Whom it concerns.
    var connection: SocketID {
        switch self {
        case .emit(let connection, _), .disconnect(let connection): connection
        }
    }
}
