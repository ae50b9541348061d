// SPDX-License-Identifier: GPL-3.0-or-later

/// Being heard for as long as a key is held, for somebody who is muted.
struct PushToTalk: Equatable {
    /// What a press of the key means; a held key is pressed again and again.
    enum Meaning: Equatable {
        /// It is not for us.
        case nothing
        /// Be heard from now on.
        case talk
        /// It is held still.
        case goOn
    }

    private var isTalking = false

    mutating func press(isInCall: Bool, isMuted: Bool) -> Meaning {
        if isTalking { return .goOn }
        guard isInCall, isMuted else { return .nothing }
        isTalking = true
        return .talk
    }

    /// Returns true when the microphone is to be muted again.
    mutating func release() -> Bool {
        defer { isTalking = false }
        return isTalking
    }
}
