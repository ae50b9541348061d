// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Testing

@Suite struct KeyFrameThrottleTests {
    private static let millisecond: UInt64 = 1_000_000

    @Test func theFirstRequestPasses() {
        var throttle = KeyFrameThrottle()
        #expect(throttle.ask(at: 7) == .pass)
    }

    @Test func oneTooSoonIsPutOffOnce() {
        var throttle = KeyFrameThrottle()
        _ = throttle.ask(at: 0)
        #expect(throttle.ask(at: 100 * Self.millisecond) == .putOff(until: 500 * Self.millisecond))
        #expect(throttle.ask(at: 200 * Self.millisecond) == .drop)
        throttle.insist(at: 500 * Self.millisecond)
        #expect(throttle.ask(at: 600 * Self.millisecond) == .putOff(until: 1000 * Self.millisecond))
    }

    @Test func afterAWhileOnePassesAgain() {
        var throttle = KeyFrameThrottle()
        _ = throttle.ask(at: 0)
        #expect(throttle.ask(at: 500 * Self.millisecond) == .pass)
    }

    @Test func whatWeWantCountsAsWell() {
        var throttle = KeyFrameThrottle()
        throttle.insist(at: 0)
        #expect(throttle.ask(at: 499 * Self.millisecond) == .putOff(until: 500 * Self.millisecond))
    }
}
