// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomWidgets
import NearbyRooms
import RoomProtocol

/// Rooms on this computer's network: those of others on the form, and ours for theirs.
extension Conductor {
    /// Shows what others opened, from now on.
    func lookAround() {
        neighbourhood?.look { [weak self] in self?.window?.form.offer($0) }
    }

    /// Lets Joom on the network find the room that was just opened to it.
    func announce(_ link: RoomLink) {
        neighbourhood?.announce(
            NearbyRoom(room: link.room, name: name.isEmpty ? nil : name, server: link.server)
        )
    }

    /// Whether open rooms can be found, and those who found one may knock.
    var canAnnounce: Bool { neighbourhood != nil && memory.announcesRooms }
}
