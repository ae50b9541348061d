// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomWidgets
import RoomProtocol

extension UserText {
    /// What is wrong with a link, an address or a room's name that somebody typed.
    static func sentence(_ error: LinkError) -> String {
        switch error {
        case .notALink: tr("This is not a link. Copy the whole link, from http to its end.")
        case .tooLong(_, let limit):
            tr("This is too long for a link: at most {limit} characters.", ["limit": "\(limit)"])
        case .userInformation: tr("This link carries a user name, which is how links deceive. Ask for another.")
        case .badHost(""): tr("This link names no server. Copy it again as a whole.")
        case .badHost(let host): tr("“{host}” is not a server’s name. Check the address.", ["host": host])
        case .badPort(let port): tr("“{port}” is not a port. Ports are numbers from 1 to 65535.", ["port": port])
        case .noRoom: tr("This link leads to a server, not to a room. Add the room, as in https://example.org/r/room.")
        case .unexpectedPath:
            tr("This leads to a place on a server. Enter the server alone, as in https://example.org.")
        case .badEncoding: tr("This link is damaged. Copy it again as a whole.")
        case .badRoom(let error): sentence(error)
        case .badKey, .badCertificate: tr("The end of this link is damaged. Copy it again as a whole.")
        }
    }

    /// What is wrong with a room's name.
    static func sentence(_ error: RoomNameError) -> String {
        switch error {
        case .empty: tr("Type a room name, or press New Room.")
        // The limit is one of bytes, and nobody counts their letters in those.
        case .tooLong: tr("This room name is too long. Choose a shorter one.")
        case .controlCharacter: tr("This room name has a character in it that nobody can type. Remove it.")
        }
    }
}
