// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import SocketIOCore

/// The room's door: what is told of it, and what standard input decides about it.
extension HeadlessParticipant {
    /// Obeys the lines of standard input until its end.
    func obey() async {
        for await line in DoorCommand.lines() {
            guard !Task.isCancelled else { return }
            guard let command = DoorCommand(line) else {
                let known =
                    "lock, unlock, admit [WHO], deny [WHO], remove WHO, owner WHO, share, unshare, record, unrecord or leave"
                tell("“\(line)” is no command; there are: \(known).", code: "command", isFatal: false)
                continue
            }
            obey(command)
        }
    }

    /// Reports what the server says of the door.
    func tell(_ notice: DoorNotice) {
        let sentence = Sentences.of(notice)
        switch notice {
        case .knocked(let peer, let name):
            report.event("knock", ["peer": .string(peer.rawValue), "name": name.json], sentence: sentence)
        case .waiting: report.event("waiting", ["room": .string(options.room.rawValue)], sentence: sentence)
        case .becameOwner:
            report.event("owner", ["peer": controller.snapshot.door.owner.json], sentence: sentence)
        case .locked(let isLocked): report.event("lock", ["value": .bool(isLocked)], sentence: sentence)
        case .serverCloses: tell(sentence, code: "server_closes", isFatal: false)
        case .refused(let refusal): tell(sentence, code: refusal.code.rawValue, isFatal: false)
        }
    }

    private func obey(_ command: DoorCommand) {
        switch command {
        case .leave: return controller.leave()
        case .share(true): return controller.shareScreen()
        case .share(false): return controller.stopSharing()
        case .record(let isOn): return controller.setTrackSink(Self.recorder, isOn: isOn)
        case .lock(let isLocked): decide(.lock(isLocked))
        case .admit(let who): decide(knocker(who).map(DoorRequest.admit))
        case .deny(let who): decide(knocker(who).map(DoorRequest.deny))
        case .remove(let who): decide(member(who).map(DoorRequest.remove))
        case .handOver(let who): decide(member(who).map(DoorRequest.handOver))
        }
    }

    private func decide(_ request: DoorRequest?) {
        guard controller.snapshot.isOwner else {
            return tell("Only the room's owner may do that.", code: "not_owner", isFatal: false)
        }
        guard let request else { return tell("Nobody of that name is there.", code: "not_member", isFatal: false) }
        controller.request(request)
    }

    private func knocker(_ who: String?) -> PeerID? {
        let waiting = controller.snapshot.door.knockers
        guard let who else { return waiting.first?.id }
        return waiting.first { $0.id?.rawValue == who || $0.name == who }?.id
    }

    private func member(_ who: String) -> PeerID? {
        controller.snapshot.participants.first { $0.id.peer?.rawValue == who || $0.name == who }?.id.peer
    }
}
