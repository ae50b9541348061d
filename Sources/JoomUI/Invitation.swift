// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import RoomProtocol
import SocketIOCore

/// What is needed, beside the call itself, to say by which link others come into it.
struct Invitation: Equatable {
    /// Whether a room of this computer is open to its network.
    enum Door: Equatable {
        /// To nobody but this computer.
        case closed
        /// Soon.
        case opening
        /// By a link with a key, to an address that shows a certificate.
        case open(RoomLink)
    }

    var door = Door.closed
    /// Joom on the network finds the open room, and may ask to be let in.
    var isAnnounced = false
    /// The link by which we came: what it says beyond server and room is handed on.
    var entered: RoomLink?

    /// The key of the room that we are in; a fresh one where its name has been enough so far.
    func secret(using generator: inout some RandomNumberGenerator) throws(LinkError) -> RoomLink.Secret {
        if let key = entered?.secret?.key { return try RoomLink.Secret(key: key) }
        return try RoomLink.Secret.make(using: &generator)
    }

    /// Closes the room to the network.
    ///
    /// Whoever came by the link still wants proof of its key with each new connection: a room with somebody in it
    /// keeps the key, and is from then on as if it had been entered by a link.
    ///
    /// - Parameter snapshot: the call's.
    /// - Returns: true when the room keeps a key that it got by being opened.
    mutating func close(_ snapshot: CallSnapshot) -> Bool {
        defer { (door, isAnnounced) = (.closed, false) }
        guard entered?.secret == nil, let open = openLink(to: snapshot), let key = open.secret?.key,
            let server = snapshot.server, !snapshot.participants.isEmpty, let secret = try? RoomLink.Secret(key: key)
        else { return false }
        entered = RoomLink(server: server, room: open.room, secret: secret)
        return true
    }

    /// The link to hand over; nil outside a room.
    func link(to snapshot: CallSnapshot) -> RoomLink? {
        guard let room = snapshot.room, let server = snapshot.server else { return nil }
        if let open = openLink(to: snapshot) { return open }
        if let entered, entered.room == room, entered.server == server { return entered }
        if let key = snapshot.handedKey {
            let secret = try? RoomLink.Secret(key: key, certificate: server.certificate)
            return RoomLink(server: server, room: room, secret: secret)
        }
        return RoomLink(server: server, room: room)
    }

    /// The link by which others on the network come in; nil while they cannot.
    func openLink(to snapshot: CallSnapshot) -> RoomLink? {
        guard case .open(let link) = door, snapshot.isHostedHere, snapshot.room == link.room else { return nil }
        return link
    }
}

extension RoomLink.Secret {
    /// A fresh key.
    static func make(using generator: inout some RandomNumberGenerator) throws(LinkError) -> RoomLink.Secret {
        try RoomLink.Secret(
            key: Base64.encodeURLSafe((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
        )
    }
}
