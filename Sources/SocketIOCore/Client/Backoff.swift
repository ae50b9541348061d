// SPDX-License-Identifier: GPL-3.0-or-later

/// How long to wait before the next attempt to connect: twice as long each time, spread by chance.
///
/// Without the spread all clients of a server that was restarted would come back at the same moment.
public struct Backoff: Hashable, Sendable {
    /// The first wait, before it is spread.
    public var initial: Duration
    /// The longest wait, before it is spread.
    public var maximum: Duration
    /// How far a wait is spread to either side, as a share of it, 0...1.
    public var jitter: Double

    /// Attempts since the last success.
    public private(set) var attempts = 0

    /// Sets the waits; by default from 0.5 s to 5 s, spread by half: a call should find back soon.
    public init(initial: Duration = .milliseconds(500), maximum: Duration = .seconds(5), jitter: Double = 0.5) {
        self.initial = initial
        self.maximum = maximum
        self.jitter = jitter
    }

    /// The next wait.
    ///
    /// - Parameter random: a number in 0..<1.
    /// - Returns: how long to wait from now.
    public mutating func next(random: Double) -> Duration {
        // Beyond 2^16 the maximum has long been reached; the shift must not run over.
        let wait = min(initial * (1 << min(attempts, 16)), maximum)
        attempts += 1
        return wait * (1 + jitter * (2 * random - 1))
    }

    /// Forgets failed attempts after a success.
    public mutating func reset() { attempts = 0 }
}
