// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import SocketIOCore

/// Who the others are, beyond what the server says.
extension HeadlessParticipant {
    func tell(_ trust: ParticipantTrust, of id: ParticipantID, isGuest: Bool) {
        let words = trust.words ?? []
        report.event(
            "trust",
            [
                "peer": id.peer.json, "by": .string(Self.name(of: trust)), "guest": .bool(isGuest),
                "words": .array(words.map(JSONValue.string)),
            ],
            sentence: sentence(trust, record(id).title, isGuest)
        )
    }

    private static func name(of trust: ParticipantTrust) -> String {
        switch trust {
        case .byLink: "link"
        case .byWords: "words"
        case .unknown, .open, .changed: "none"
        }
    }

    private func sentence(_ trust: ParticipantTrust, _ title: String, _ isGuest: Bool) -> String {
        let words = trust.words.map { $0.joined(separator: " ") }
        if isGuest {
            let hint = words.map { " Four words: \($0)." } ?? ""
            return "\(title) is in a browser: you rely on the server that sent them the page.\(hint)"
        }
        return switch trust {
        case .byLink: "\(title) is verified by the link."
        case .byWords: "\(title) is verified by words."
        case .unknown: "\(title) is not verified."
        case .open, .changed:
            "\(title) is not verified. Compare four words: \(words ?? "none yet"). If they differ, somebody is between."
        }
    }
}
