// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import PluginKit
import SocketIOCore

/// Recordings: ours, and those that others say they make.
extension HeadlessParticipant {
    /// The plugin's sink.
    static let recorder = "recorder"

    /// Reports who records, and what becomes of our own recording, also after the call.
    func watchRecordings(of happenings: AsyncStream<CallHappening>) async {
        for await happening in happenings {
            switch happening {
            case .recording(let id, let isOn): tell(id, isRecording: isOn)
            case .problem(.trackSink(let notice)): tell(notice)
            case .joined, .peer, .connected, .firstFrame, .state, .trust, .left, .door, .wrote, .moved, .problem,
                .ended:
                break
            }
        }
    }

    private func tell(_ id: ParticipantID?, isRecording: Bool) {
        let who = id.map { record($0).title } ?? "We"
        let verb =
            id == nil ? (isRecording ? "record" : "do not record") : (isRecording ? "records" : "does not record")
        report.event(
            "recording",
            ["own": .bool(id == nil), "peer": (id?.peer).json, "on": .bool(isRecording)],
            sentence: "\(who) \(verb) the call\(isRecording ? "" : " any more")."
        )
    }

    private func tell(_ notice: TrackSinkNotice) {
        switch notice {
        case .ended(let result):
            report.event("recorded", ["file": result.path.json], sentence: result.sentence.plain)
        case .failed(let failure): tell(failure.sentence.plain, code: "recording", isFatal: true)
        case .untold(let name):
            let sentence = "The program of \(name ?? "the peer") cannot be told that you record: say it to them."
            tell(sentence, code: "untold", isFatal: false)
        }
    }
}
