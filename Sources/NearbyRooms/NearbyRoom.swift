// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
public import JoomModel
import RoomProtocol

/// A room that somebody opened to the network that this computer is on.
public struct NearbyRoom: Hashable, Sendable {
    /// The room.
    public let room: RoomName
    /// What the person calls themselves who opened it; nil for one without a name; nothing proves it.
    public let name: String?
    /// Where it is, with the one certificate to accept.
    public let server: ServerAddress

    /// Describes a room.
    public init(room: RoomName, name: String?, server: ServerAddress) {
        self.room = room
        self.name = name
        self.server = server
    }

    /// Reads what was found; nil for what none of ours would announce.
    init?(_ service: NetworkService) {
        guard let announcement = RoomAnnouncement(text: service.text) else { return nil }
        room = announcement.room
        name = announcement.name
        server = ServerAddress(
            host: service.address,
            port: service.port,
            isSecure: true,
            certificate: announcement.certificate
        )
    }
}
