// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import RoomProtocol

/// The rooms on this computer's networks: those of others, and one of ours.
@MainActor
public protocol Neighbourhood: AnyObject {
    /// Begins to look for rooms of others.
    ///
    /// - Parameter changed: told which there are each time that this changes.
    func look(changed: @escaping @MainActor ([NearbyRoom]) -> Void)

    /// Lets others find a room of this computer, in the place of any other.
    ///
    /// - Parameter room: which, and what its owner is called; the host of its address does not matter.
    func announce(_ room: NearbyRoom)

    /// Nobody finds it any more.
    func withdraw()
}

/// Rooms by multicast DNS (RFC 6762), through Avahi; nobody is found and nobody finds us where it does not run.
@MainActor
public final class AvahiNeighbourhood: Neighbourhood {
    /// More than a person wants to choose from.
    public static let limit = 16

    private var browser: ServiceBrowser?
    private var announcement: ServiceAnnouncement?
    private var own: String?
    private var services: [NetworkService] = []
    private var changed: @MainActor ([NearbyRoom]) -> Void = { _ in }

    /// Looks for nothing and announces nothing yet.
    public init() {}

    /// Begins to look; needs GLib's main loop.
    public func look(changed: @escaping @MainActor ([NearbyRoom]) -> Void) {
        self.changed = changed
        browser = ServiceBrowser(type: RoomAnnouncement.serviceType) { [weak self] in
            self?.services = $0
            self?.tell()
        }
    }

    /// Lets others find a room, in the place of any other; needs GLib's main loop.
    public func announce(_ room: NearbyRoom) {
        guard let certificate = room.server.certificate, let port = UInt16(exactly: room.server.port) else { return }
        let words = RoomAnnouncement(room: room.room, name: room.name, certificate: certificate)
        own = certificate
        announcement = ServiceAnnouncement(
            name: words.serviceName,
            type: RoomAnnouncement.serviceType,
            port: port,
            text: words.text
        )
        tell()
    }

    /// Nobody finds the room any more.
    public func withdraw() {
        announcement = nil
        own = nil
        tell()
    }

    private func tell() {
        let rooms = services.compactMap { NearbyRoom($0) }.filter { $0.server.certificate != own }
        changed(Array(rooms.prefix(Self.limit)))
    }
}
