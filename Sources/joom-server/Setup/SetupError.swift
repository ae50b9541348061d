// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a step of the set-up failed, and what to do about it.
struct SetupError: Error, Hashable, CustomStringConvertible {
    /// One sentence.
    let cause: String
    /// What to do next, one sentence or a command.
    let remedy: String

    init(_ cause: String, remedy: String) {
        self.cause = cause
        self.remedy = remedy
    }

    var description: String { "\(cause)\n    Next: \(remedy)" }
}
