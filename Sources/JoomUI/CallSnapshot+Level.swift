// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession

extension CallSnapshot {
    /// Whether nothing else differs than how loud our microphone is.
    func isSame(butForLevel other: CallSnapshot) -> Bool {
        var quiet = self
        quiet.microphoneLevel = other.microphoneLevel
        return quiet == other
    }
}
