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
                let sentence = "The room moved to \(link.server), where we did not follow. \(Self.reason(error))"
                tell("\(sentence) The call goes on.", code: "moved", isFatal: false)
            }
        }
    }

    private static func reason(_ failure: MoveFailure) -> String {
        switch failure {
        case .notNow: "We were not in the room."
        case .unreachable(let failure): Sentences.of(failure)
        case .refused(let refusal): "It said: \(refusal.message)"
        case .hidden: "It would see our address, and we use relays only."
        }
    }
}
