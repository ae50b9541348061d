// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import MediaCore

/// Feedback that no honest peer sends, and what peers without any give.
struct FeedbackTests {
    static let limits = 50_000...2_000_000

    static func steady(_ count: Int, from first: Int = 0, lost: (Int) -> Bool = { _ in false }) -> [PacketFeedback] {
        (first..<first + count).map { index in
            let sent = Duration.milliseconds(10) * index
            return PacketFeedback(
                sequenceNumber: UInt16(truncatingIfNeeded: index),
                sent: sent,
                arrived: lost(index) ? nil : sent + .milliseconds(50),
                size: 1_000
            )
        }
    }

    @Test func nothingButTheTimeOfTheLastHalfSecondCounts() {
        var rate = ReceivedRate()
        for packet in Self.steady(30) { rate.take(arrived: packet.sent, size: 1_000) }
        #expect(rate.bitrate == nil, "half a second was not seen yet")
        for packet in Self.steady(200) { rate.take(arrived: packet.sent, size: 1_000) }
        #expect(rate.bitrate.map { abs($0 - 800_000) < 20_000 } == true, "\(rate.bitrate ?? 0)")
    }

    @Test func timesThatNothingWasToldOfDoNotCount() {
        var rate = ReceivedRate()
        // Of each 100 ms the last 40 are told of.
        for packet in Self.steady(300) where packet.sequenceNumber % 10 >= 6 {
            rate.take(arrived: packet.sent, size: 1_000, isAfterGap: packet.sequenceNumber % 10 == 6)
        }
        #expect(rate.bitrate.map { abs($0 - 800_000) < 20_000 } == true, "\(rate.bitrate ?? 0)")
        let before = rate.bitrate
        rate.take(arrived: .seconds(3.4), size: 1_000, isAfterGap: true)
        #expect(rate.bitrate == before, "too little is known to say another")
    }

    @Test func whatComesTwiceCountsOnce() {
        var once = BandwidthEstimator(start: 300_000, limits: Self.limits)
        var twice = once
        for batch in 0..<100 {
            // 8 % are lost; counted twice or not changes the share, so half of the copies say that all were.
            let feedback = Self.steady(10, from: batch * 10) { $0 % 25 < 2 }
            let now = Duration.milliseconds(100) * (batch + 1)
            once.take(feedback, at: now)
            twice.take(feedback, at: now)
            twice.take(Self.steady(10, from: batch * 10) { _ in true }, at: now)
        }
        #expect(twice.target == once.target)
        #expect(twice.fractionLost == once.fractionLost)
        #expect(once.fractionLost > 0.02)
    }

    @Test func numbersWrap() {
        var history = FeedbackHistory()
        func news(_ numbers: Range<Int>) -> Int {
            numbers.filter { history.isNew(UInt16(truncatingIfNeeded: $0)) }.count
        }
        #expect(news(65_000..<140_000) == 75_000)
        #expect(news(138_000..<140_000) == 0)
        #expect(news(130_000..<130_001) == 0, "too old to say anything")
    }

    @Test(arguments: [Duration.seconds(1_000), .seconds(-1_000), .milliseconds(-500)])
    func aPeersClockThatJumpsIsForgotten(_ jump: Duration) {
        var estimator = BandwidthEstimator(start: 300_000, limits: Self.limits)
        for batch in 0..<300 {
            let shift = batch < 150 ? Duration.zero : jump
            let feedback = Self.steady(10, from: batch * 10).map {
                PacketFeedback(
                    sequenceNumber: $0.sequenceNumber,
                    sent: $0.sent,
                    arrived: $0.arrived.map { $0 + shift },
                    size: $0.size
                )
            }
            estimator.take(feedback, at: .milliseconds(100) * (batch + 1))
        }
        // 800 kbit/s arrive all the time: half as much again may be tried.
        #expect(estimator.target > 900_000, "\(estimator.target)")
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func nonsenseNeitherTrapsNorLeavesTheLimits(_ seed: UInt64) {
        var random = Seeded(state: seed)
        var estimator = BandwidthEstimator(start: 300_000, limits: Self.limits)
        func time() -> Duration {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: .nanoseconds(Int64.random(in: .min ... .max, using: &random))
            case 1: .seconds(Int64.random(in: .min ... .max, using: &random))
            default: .milliseconds(Int64.random(in: -100...10_000, using: &random))
            }
        }
        for _ in 0..<200 {
            let feedback = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                PacketFeedback(
                    sequenceNumber: UInt16.random(in: .min ... .max, using: &random),
                    sent: time(),
                    arrived: Bool.random(using: &random) ? time() : nil,
                    size: Bool.random(using: &random) ? 1_200 : Int.random(in: .min ... .max, using: &random)
                )
            }
            let now = time()
            estimator.take(feedback, at: now)
            let share = [Double.nan, .infinity, -1, 0.5].randomElement(using: &random) ?? 0
            estimator.take(ReceptionReport(fractionLost: share, roundTripTime: time()), at: now)
            estimator.tick(at: time())
            #expect(Self.limits.contains(estimator.target), "\(estimator.target)")
        }
    }

    @Test func receiverReportsSteerWhereNothingElseDoes() {
        var estimator = BandwidthEstimator(start: 300_000, limits: Self.limits)
        func report(_ lost: Double, from first: Int) {
            for second in first..<first + 20 {
                estimator.take(
                    ReceptionReport(fractionLost: lost, roundTripTime: .milliseconds(80)),
                    at: .seconds(second)
                )
            }
        }
        report(0, from: 0)
        let grown = estimator.target
        #expect(grown > 600_000)
        report(0.05, from: 20)
        #expect(estimator.target == grown)
        report(0.3, from: 40)
        #expect(estimator.target < grown / 4)
        #expect(estimator.roundTripTime == .milliseconds(80))
    }

    @Test func timeBetweenReceiverReportsIsNoSilence() {
        var estimator = BandwidthEstimator(start: 300_000, limits: Self.limits)
        for quarter in 0..<80 {
            let now = Duration.milliseconds(250) * quarter
            if quarter % 6 == 0 {
                estimator.take(ReceptionReport(fractionLost: 0, roundTripTime: .milliseconds(1)), at: now)
            }
            estimator.tick(at: now)
        }
        #expect(estimator.target > 500_000)
        for quarter in 80..<120 { estimator.tick(at: .milliseconds(250) * quarter) }
        #expect(estimator.target < 100_000)
    }

    @Test func receiverReportsCountNothingBesidePackets() {
        var estimator = BandwidthEstimator(start: 300_000, limits: Self.limits)
        estimator.take(Self.steady(10), at: .milliseconds(100))
        let before = estimator
        estimator.take(ReceptionReport(fractionLost: 0.9, roundTripTime: nil), at: .seconds(1))
        #expect(estimator == before)
    }

    @Test func silenceLowersTheRate() {
        var estimator = BandwidthEstimator(start: 1_000_000, limits: Self.limits)
        estimator.tick(at: .seconds(100))
        #expect(estimator.target == 1_000_000, "nothing was sent yet")
        estimator.take(Self.steady(10), at: .milliseconds(100))
        let before = estimator.target
        estimator.tick(at: .milliseconds(900))
        #expect(estimator.target == before)
        for tenth in 11..<60 { estimator.tick(at: .milliseconds(100) * tenth) }
        #expect(estimator.target < before / 10)
    }

    @Test(arguments: [(false, 800_000...1_000_000), (true, 50_000...300_000)])
    func aPauseInWhichNothingWasLostIsForgiven(_ isLost: Bool, _ expected: ClosedRange<Int>) {
        var estimator = BandwidthEstimator(start: 1_000_000, limits: Self.limits)
        estimator.take(Self.steady(10), at: .milliseconds(100))
        for tenth in 11..<40 { estimator.tick(at: .milliseconds(100) * tenth) }
        estimator.take(Self.steady(100, from: 10) { isLost && $0 % 2 == 0 }, at: .seconds(4))
        #expect(expected ~= estimator.target, "\(estimator.target)")
    }
}
