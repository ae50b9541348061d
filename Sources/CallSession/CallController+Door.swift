// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
public import JoomModel

/// The room's door, for its owner.
extension CallController {
    /// Locks the room, lets somebody in or not, puts somebody out, or hands the room over.
    ///
    /// Does nothing unless the room is ours and its server can be reached; what the server refuses is told as a notice.
    ///
    /// - Parameter request: what is wanted.
    public func request(_ request: DoorRequest) { post(.user(.door(request))) }
}

extension CallController {
    /// What we wish to be called by the server: random for each call, but whoever was removed comes back as the same.
    ///
    /// By another name they would pass by the owner, who has to let them in (Protocol.md section 3).
    func peerID(for room: RoomName, _ server: ServerAddress) -> PeerID {
        if let removed, removed.room == room, removed.server == server { return removed.peer }
        return PeerID(
            SessionID(bits: environment.randomBits()).rawValue + SessionID(bits: environment.randomBits()).rawValue
        )
    }

    /// Keeps in mind from where we were removed.
    func rememberRemoval(from before: Call) {
        guard call.phase == .ended(.removed), let room = before.room, let server, let you = before.you else { return }
        removed = (room, server, you)
    }
}
