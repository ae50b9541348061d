// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Testing

struct JitterTargetTests {
    @Test func itWidensAtOnceAndNarrowsSlowly() {
        var target = JitterTarget(start: .milliseconds(40))
        target.update(jitter: .milliseconds(5), roundTrip: .milliseconds(200), late: 0, at: .zero)
        #expect(target.latency == .milliseconds(235))
        for second in 1...5 {
            target.update(jitter: .milliseconds(1), roundTrip: .milliseconds(20), late: 0, at: .seconds(second))
            if second < 5 { #expect(target.latency == .milliseconds(235)) }
        }
        #expect(target.latency == .milliseconds(215))
        for second in 6...60 {
            target.update(jitter: .milliseconds(1), roundTrip: .milliseconds(20), late: 0, at: .seconds(second))
        }
        #expect(target.latency == .milliseconds(43))
    }

    @Test func latePacketsWidenWhateverTheFiguresSay() {
        var target = JitterTarget(start: .milliseconds(40))
        for second in 0..<3 { target.update(jitter: .zero, roundTrip: nil, late: 2, at: .seconds(second)) }
        #expect(target.latency == .milliseconds(130))
        for second in 3..<90 { target.update(jitter: .zero, roundTrip: nil, late: 2, at: .seconds(second)) }
        #expect(target.latency == .milliseconds(400))
    }

    @Test func withoutRetransmissionsTheRoundTripIsNoReason() {
        var target = JitterTarget(start: .milliseconds(20))
        target.update(jitter: .milliseconds(10), roundTrip: nil, late: 0, at: .zero)
        #expect(target.latency == .milliseconds(30))
    }

    @Test(arguments: [Duration.seconds(-9), .seconds(Int64.max), .zero])
    func nonsenseStaysInRange(_ time: Duration) {
        var target = JitterTarget()
        for now in [Duration.zero, time, .seconds(-5), .seconds(60)] {
            target.update(jitter: time, roundTrip: time, late: .max, at: now)
            #expect(JitterTarget.range ~= target.latency)
        }
    }
}
