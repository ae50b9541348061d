// SPDX-License-Identifier: GPL-3.0-or-later

/// Notices a microphone that gives nothing but zeros, which no room is as quiet as.
///
/// It can be a stream that the session manager linked to nothing, which opening it again mends, or a switch on the
/// headset, of which only the person knows. Times are ns of the monotonic clock.
struct DeafnessWatch: Hashable, Sendable {
    /// What is to be done about it.
    enum Measure: Hashable, Sendable {
        /// Open the microphone again.
        case reopen
        /// Tell the person.
        case tell
    }

    /// Zeros are measured as this, in dBFS, or less.
    private static let zeros = -119.0
    private static let patience: UInt64 = 3_000_000_000
    /// How often it is opened again before the person is asked.
    private static let limit = 2

    private var since: UInt64?
    private var attempts = 0

    /// Takes a loudness, and says what to do now, if anything.
    mutating func take(_ decibels: Double, at now: UInt64) -> Measure? {
        guard decibels <= Self.zeros else {
            (since, attempts) = (nil, 0)
            return nil
        }
        guard let since else {
            self.since = now
            return nil
        }
        guard now &- since > Self.patience, attempts <= Self.limit else { return nil }
        self.since = now
        attempts += 1
        return attempts <= Self.limit ? .reopen : .tell
    }

    /// Another microphone was opened, or none.
    mutating func forget() { (since, attempts) = (nil, 0) }
}
