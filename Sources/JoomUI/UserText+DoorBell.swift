// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomWidgets

/// Who came, in words.
extension UserText {
    /// Who is in a room: the title of a notification.
    static func present(_ names: [String?], in room: RoomName) -> String {
        if names.count == 1, let name = names.first {
            return tr("{name} is in {room}", ["name": person(name), "room": room.rawValue])
        }
        let list = names.map { person($0) }.joined(separator: ", ")
        return tr("{names} are in {room}", ["names": list, "room": room.rawValue])
    }

    /// Why a server does not tell who comes.
    static func sentence(_ refusal: SignalingRefusal, from server: ServerAddress) -> String {
        let values: KeyValuePairs = ["server": server.host]
        switch refusal.code {
        case .rate:
            return tr("{server} watches no more rooms for you at the moment. Watch fewer, or try again later.", values)
        case .roomFull, .locked, .denied, .badRequest, .notMember, .badRoom, .unavailable:
            return tr(
                "{server} does not tell who is in a room, so Joom cannot tell you when somebody comes. Ask whoever runs it to update it.",
                values
            )
        }
    }
}
