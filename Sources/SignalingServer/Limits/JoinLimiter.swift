// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import SocketIONIO

/// Watches how fast the people behind each address ask for seats.
struct JoinLimiter {
    private let limit: RateLimit
    private var buckets: [NetworkAddress: TokenBucket] = [:]
    /// Addresses that have been quiet are thrown out when there are this many.
    private var sweepAt = 1_024

    /// How many addresses are remembered.
    var count: Int { buckets.count }

    init(_ limit: RateLimit) { self.limit = limit }

    /// Counts a join; false when it is one too many.
    ///
    /// Somebody without an address is not counted.
    mutating func admits(_ address: NetworkAddress?, now: Duration) -> Bool {
        guard let holder = address?.holder, limit.perSecond > 0 else { return true }
        let verdict = buckets[holder, default: TokenBucket(limit, now: now)].take(at: now)
        if buckets.count >= sweepAt { sweep(now) }
        return verdict == .within
    }

    private mutating func sweep(_ now: Duration) {
        buckets = buckets.filter { pair in
            var bucket = pair.value
            return !bucket.isFull(at: now)
        }
        sweepAt = max(1_024, buckets.count * 2)
    }
}
