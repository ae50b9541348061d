// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import RoomProtocol

/// Rooms that go on at another server.
extension HeadlessParticipant {
    /// Goes where the owner of the room went.
    func follow(_ invitation: String) {
        guard let link = try? RoomLink(invitation), let keys = link.keys, link.room == options.room else { return }
        Task {
            do throws(MoveFailure) {
                try await controller.move(to: link.server, keys: keys, telling: nil)
                report.event(
                    "moved",
                    ["room": .string(link.room.rawValue), "server": .string(link.server.description)],
                    sentence: "The room is at \(link.server) now."
                )
            } catch {
                let sentence =
                    "The room moved to \(link.server), where we could not follow: \(error). The call goes on."
                tell(sentence, code: "moved", isFatal: false)
            }
        }
    }
}
