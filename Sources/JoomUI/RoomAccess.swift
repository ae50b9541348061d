// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets
import RoomProtocol

/// Who can enter a room, said wherever its name or its link is.
enum RoomAccess: Equatable {
    /// Whoever knows what it is called.
    case name
    /// Whoever has its link with the key.
    case link

    init(_ secret: RoomLink.Secret?) { self = secret == nil ? .name : .link }

    /// One sentence for those inside.
    var text: String {
        switch self {
        case .name: tr("Everybody who knows the room’s name can enter.")
        case .link: tr("Only people who have this link can enter.")
        }
    }

    /// The same for somebody outside, by what is in the room's entry.
    ///
    /// - Parameters:
    ///   - text: as typed or pasted.
    ///   - newRoom: a room that has a key, which counts while its name is there.
    /// - Returns: one sentence or two.
    static func hint(_ text: String, newRoom: NewRoom?) -> String {
        guard let destination = try? Destination(text) else {
            return tr("People who enter the same name meet there.")
        }
        return switch destination {
        case .room(let name) where name == newRoom?.name:
            tr("Only people who have this room’s link can enter. You get the link inside.")
        case .room: tr("Everybody who knows this name can enter. New Room makes one that only its link opens.")
        case .link(let link): RoomAccess(link.secret).text
        }
    }
}
