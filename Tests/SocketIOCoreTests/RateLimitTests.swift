// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

struct RateLimitTests {
    private static let limit = RateLimit(perSecond: 2, burst: 3)

    private func verdicts(_ bucket: inout TokenBucket, _ count: Int, at now: Duration) -> [TokenBucket.Verdict] {
        (0..<count).map { _ in bucket.take(at: now) }
    }

    @Test func aBurstIsWithinAndTheNextIsOver() {
        var bucket = TokenBucket(Self.limit, now: .zero)
        #expect(verdicts(&bucket, 4, at: .zero) == [.within, .within, .within, .over])
    }

    @Test func itFillsUpWithTimeAndNotBeyondTheBurst() {
        var bucket = TokenBucket(Self.limit, now: .zero)
        _ = verdicts(&bucket, 3, at: .zero)
        #expect(verdicts(&bucket, 3, at: .seconds(1)) == [.within, .within, .over])
        #expect(verdicts(&bucket, 4, at: .seconds(100)) == [.within, .within, .within, .over])
    }

    @Test func goingOnMakesItWorse() {
        var bucket = TokenBucket(Self.limit, now: .zero)
        #expect(verdicts(&bucket, 6, at: .zero) == [.within, .within, .within, .over, .over, .hopeless])
        #expect(verdicts(&bucket, 1, at: .seconds(1)) == [.over])
        #expect(verdicts(&bucket, 1, at: .seconds(3)) == [.within])
    }

    @Test func noLimitIsNoLimit() {
        var bucket = TokenBucket(.none, now: .zero)
        #expect(Set(verdicts(&bucket, 1_000, at: .zero)) == [.within])
    }

    @Test func aClockThatGoesBackFillsNothingUp() {
        var bucket = TokenBucket(Self.limit, now: .seconds(10))
        _ = verdicts(&bucket, 3, at: .seconds(10))
        #expect(verdicts(&bucket, 1, at: .zero) == [.over])
    }

    @Test func aFullBucketCanBeForgotten() {
        var bucket = TokenBucket(Self.limit, now: .zero)
        _ = bucket.take(at: .zero)
        let isFull = [bucket.isFull(at: .milliseconds(400)), bucket.isFull(at: .milliseconds(500))]
        #expect(isFull == [false, true])
    }
}
