// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomWidgets
import RoomProtocol

/// A room's door in words.
extension UserText {
    /// Why a door stayed closed.
    static var denied: String {
        tr("You were not let in: the owner refused, or everybody left the room. Ask them, and try again.")
    }

    /// Why a link, or a room's name, does not open a room.
    static func locked(for link: RoomLink?) -> String {
        guard link?.secret != nil else {
            return tr("Only people who have this room’s link can enter. Ask them for the complete link.")
        }
        return tr(
            "Your link does not open this room: somebody opened it by another link, or by its name alone. Ask them for their link, or take a new room."
        )
    }

    /// What somebody waits for outside a room.
    static func knocking(at room: RoomName, isNearby: Bool) -> String {
        let values: KeyValuePairs = ["room": room.rawValue]
        guard isNearby else {
            return tr(
                "{room} is locked. Its owner was told that you would like to join; you come in as soon as they let you.",
                values
            )
        }
        return tr(
            "The owner of {room} was told that you would like to join; you come in as soon as they let you. With the room’s link nobody has to ask.",
            values
        )
    }

    /// What those see who decide on somebody at the door.
    static func knock(_ name: String?) -> String {
        guard let name else { return tr("Somebody would like to join") }
        return tr("{name} would like to join", ["name": name])
    }

    /// Something about the door.
    static func sentence(_ notice: DoorNotice) -> String {
        switch notice {
        case .knocked(_, let name): knock(name)
        case .waiting: tr("The room is locked. Its owner was asked to let you in.")
        case .becameOwner: tr("You are the owner of the room now. You may lock it, and remove people.")
        case .locked(true): tr("The room is locked: whoever comes now has to ask")
        case .locked(false): tr("The room is open: whoever has the link comes in")
        case .serverCloses: tr("The server is about to stop. Your call goes on, and Joom comes back to it by itself.")
        case .refused(let refusal): refusedRequest(refusal)
        }
    }

    /// Why the server did not do what we asked as the owner.
    private static func refusedRequest(_ refusal: SignalingRefusal) -> String {
        switch refusal.code {
        case .notMember: tr("That did not work: the person is gone, or you are not the owner of the room any more.")
        case .rate: sentence(refusal)
        case .roomFull, .locked, .denied, .badRequest, .badRoom, .unavailable:
            tr("The server did not do that. Try again in a minute.")
        }
    }
}
