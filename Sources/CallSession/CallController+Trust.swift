// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
public import JoomModel

/// Whom we are talking to.
extension CallController {
    /// Goes on in the room with other keys, from the next connection on; nil for none.
    public func use(_ keys: RoomKeys?) { post(.user(.keys(keys))) }

    /// Takes the person's word on the four words.
    ///
    /// - Parameters:
    ///   - words: those that were read out; does nothing when they are not those of now.
    ///   - id: whose they are.
    ///   - areAlike: false ends the connection to them.
    public func compared(_ words: [String], with id: ParticipantID, areAlike: Bool) {
        post(.user(.compared(id.peer, words: words, areAlike: areAlike)))
    }

    /// 32 random bytes.
    func freshNonce() -> [UInt8] {
        (0..<4).flatMap { _ in bytes(of: environment.randomBits()) }
    }

    private func bytes(of bits: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64($0 * 8)) }
    }

    func describeTrust(in participant: Participant) -> ParticipantTrust {
        switch call.trust(in: participant) {
        case .unknown: .unknown
        case .byLink: .byLink
        case .byWords(let words): .byWords(words.list)
        case .open(let words): .open(words.list)
        case .changed(let words): .changed(words?.list)
        }
    }
}
