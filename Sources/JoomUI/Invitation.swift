// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import RoomProtocol
import SocketIOCore

/// What is needed, beside the call itself, to say by which link others come into it.
struct Invitation: Equatable {
    /// Whether rooms of this computer are open to its network.
    enum Door: Equatable {
        /// To nobody but this computer.
        case closed
        /// Soon.
        case opening
        /// By an address that shows a certificate, and a key of the link.
        case open(ServerAddress, RoomLink.Secret)
    }

    var door = Door.closed
    /// The link by which we came: what it says beyond server and room is handed on.
    var entered: RoomLink?

    /// The link to hand over; nil outside a room.
    func link(to snapshot: CallSnapshot) -> RoomLink? {
        guard let room = snapshot.room, let server = snapshot.server else { return nil }
        if case .open(let address, let secret) = door, snapshot.isHostedHere {
            return RoomLink(server: address, room: room, secret: secret)
        }
        if let entered, entered.room == room, entered.server == server { return entered }
        return RoomLink(server: server, room: room)
    }
}

extension RoomLink.Secret {
    /// A fresh key, beside the certificate of a server.
    static func make(
        for server: ServerAddress,
        using generator: inout some RandomNumberGenerator
    ) throws(LinkError) -> RoomLink.Secret {
        let bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return try RoomLink.Secret(key: Base64.encodeURLSafe(bytes), certificate: server.certificate)
    }
}
