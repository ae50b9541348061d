// SPDX-License-Identifier: GPL-3.0-or-later

/// How often something may happen: so many times at once, and then so many a second.
public struct RateLimit: Hashable, Sendable {
    /// Times a second in the long run; 0 for no limit.
    public var perSecond: Int
    /// Times at once after a pause.
    public var burst: Int

    /// Sets a limit.
    public init(perSecond: Int, burst: Int) {
        self.perSecond = perSecond
        self.burst = burst
    }

    /// No limit.
    public static let none = RateLimit(perSecond: 0, burst: 0)
}

/// Watches a `RateLimit` for one party, by tokens that fill up with time.
public struct TokenBucket: Hashable, Sendable {
    /// What to do with one more.
    public enum Verdict: Hashable, Sendable {
        /// It is in order.
        case within
        /// It is too much; it counts all the same, so that going on makes it worse.
        case over
        /// A whole burst was too much: this does not stop by itself.
        case hopeless
    }

    private let limit: RateLimit
    private var tokens: Double
    private var last: Duration

    /// Starts with a whole burst.
    public init(_ limit: RateLimit, now: Duration) {
        self.limit = limit
        tokens = Double(limit.burst)
        last = now
    }

    /// Counts one more.
    ///
    /// - Parameter now: time on any clock; one that goes back fills nothing up.
    /// - Returns: what to do with it.
    public mutating func take(at now: Duration) -> Verdict {
        guard limit.perSecond > 0 else { return .within }
        refill(now)
        tokens = max(tokens - 1, -Double(limit.burst))
        if tokens >= 0 { return .within }
        return tokens > -Double(limit.burst) ? .over : .hopeless
    }

    /// True when nothing is remembered that a new bucket would not know.
    public mutating func isFull(at now: Duration) -> Bool {
        refill(now)
        return tokens >= Double(limit.burst)
    }

    private mutating func refill(_ now: Duration) {
        guard now > last else { return }
        tokens = min(tokens + (now - last) / .seconds(1) * Double(limit.perSecond), Double(limit.burst))
        last = now
    }
}
