// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import MediaCore

/// The parts of the estimator, each by what the draft says of it.
struct CongestionPartTests {
    static func variation(_ delay: Duration, at time: Duration) -> PacketGroups.Variation {
        PacketGroups.Variation(departure: .milliseconds(20), arrival: .milliseconds(20) + delay, arrived: time)
    }

    @Test func whatLeavesTogetherIsOneGroup() {
        var groups = PacketGroups()
        var found: [PacketGroups.Variation] = []
        for burst in 0..<3 {
            for packet in 0..<4 {
                let sent = Duration.milliseconds(33 * burst + packet)
                // Each burst takes 2 ms longer than the one before.
                let outcome = groups.take(sent: sent, arrived: sent + .milliseconds(50 + 2 * burst))
                if case .variation(let variation) = outcome { found.append(variation) }
            }
        }
        #expect(
            found == [
                PacketGroups.Variation(
                    departure: .milliseconds(33),
                    arrival: .milliseconds(35),
                    arrived: .milliseconds(88)
                )
            ]
        )
        #expect(found.first?.delay == .milliseconds(2))
    }

    @Test func whatArrivesAtOnceAfterAPauseIsOneGroup() {
        var groups = PacketGroups()
        var outcomes: [PacketGroups.Outcome] = []
        // The receiver slept: ten packets, 8 ms apart, arrive within 5 ms.
        for packet in 0..<10 {
            outcomes.append(
                groups.take(sent: .milliseconds(8 * packet), arrived: .microseconds(200_000 + 500 * packet))
            )
        }
        #expect(outcomes.allSatisfy { $0 == .nothing })
    }

    @Test(arguments: [Duration.seconds(10), .seconds(-10)])
    func aClockThatJumpsMakesAllVoid(_ jump: Duration) {
        var groups = PacketGroups()
        let outcomes = (0..<6).map { group in
            let sent = Duration.milliseconds(20 * group)
            return groups.take(sent: sent, arrived: sent + (group < 3 ? .zero : jump))
        }
        #expect(outcomes.contains(.reset))
    }

    @Test func groupsThatArriveInTheWrongOrderAgainAndAgainMakeAllVoid() {
        var groups = PacketGroups()
        let outcomes = (0..<8).map { group in
            groups.take(sent: .milliseconds(20 * group), arrived: .milliseconds(1_000 - 10 * group))
        }
        #expect(outcomes.prefix(4).allSatisfy { $0 == .nothing })
        #expect(outcomes.contains(.reset))
    }

    @Test func theTrendIsTheSlopeOfTheDelay() {
        var rising = TrendLine()
        var steady = TrendLine()
        var last = (rising: 0.0, steady: 0.0)
        for group in 1...100 {
            let time = Duration.milliseconds(20 * group)
            last.rising = rising.take(Self.variation(.milliseconds(1), at: time))
            last.steady = steady.take(Self.variation(.zero, at: time))
        }
        // 1 ms of delay for each 20 ms, times 60 groups, times the gain.
        #expect(abs(last.rising - 60 * 4 / 20) < 0.1, "\(last.rising)")
        #expect(last.steady == 0)
    }

    @Test func overuseNeedsMoreThanOneGroupAndARisingTrend() {
        var detector = OveruseDetector()
        detector.take(trend: 20, of: Self.variation(.zero, at: .zero))
        #expect(detector.signal == .normal)
        detector.take(trend: 19, of: Self.variation(.zero, at: .milliseconds(20)))
        #expect(detector.signal == .normal, "it falls")
        detector.take(trend: 21, of: Self.variation(.zero, at: .milliseconds(40)))
        #expect(detector.signal == .overuse)
        detector.take(trend: -30, of: Self.variation(.zero, at: .milliseconds(60)))
        #expect(detector.signal == .underuse)
        detector.take(trend: 0, of: Self.variation(.zero, at: .milliseconds(80)))
        #expect(detector.signal == .normal)
    }

    @Test func theThresholdRisesQuicklyAndFallsSlowlyWithinItsBounds() {
        var detector = OveruseDetector()
        for group in 0..<50 { detector.take(trend: 25, of: Self.variation(.zero, at: .milliseconds(20 * group))) }
        #expect(detector.threshold > 24)
        let high = detector.threshold
        for group in 50..<100 { detector.take(trend: 0, of: Self.variation(.zero, at: .milliseconds(20 * group))) }
        #expect(detector.threshold > 0.8 * high && detector.threshold < high)
        for group in 100..<5_000 { detector.take(trend: 0, of: Self.variation(.zero, at: .milliseconds(20 * group))) }
        #expect(detector.threshold == 6)
        detector.take(trend: 500, of: Self.variation(.zero, at: .seconds(101)))
        #expect(detector.threshold == 6, "a spike does not lift it")
    }

    @Test func overuseLeavesLessThanArrives() {
        var control = RateControl(start: 1_000_000, limits: 50_000...2_000_000)
        control.update(.overuse, received: 800_000, roundTrip: .zero, at: .seconds(1))
        #expect(control.target == 680_000)
        control.update(.overuse, received: 700_000, roundTrip: .zero, at: .milliseconds(1_100))
        #expect(control.target == 680_000, "one queue is answered once")
        control.update(.overuse, received: 700_000, roundTrip: .zero, at: .milliseconds(1_300))
        #expect(control.target == 595_000)
        control.update(.overuse, received: 1_500_000, roundTrip: .zero, at: .seconds(2))
        #expect(control.target == 595_000, "a decrease never raises")
    }

    @Test func lossLeavesWhatArrives() {
        var control = LossController(start: 1_000_000, limits: 50_000...2_000_000)
        control.take(0.5, arriving: 400_000, roundTrip: .zero, at: .seconds(1))
        #expect(control.target == 750_000)
        control.take(0.5, arriving: 800_000, roundTrip: .zero, at: .seconds(2))
        #expect(control.target == 680_000, "and not 562,500")
        control.take(0.5, arriving: 900_000, roundTrip: .zero, at: .milliseconds(2_200))
        #expect(control.target == 680_000, "answered already")
    }

    @Test func aQueueStandsWhenNobodyGetsThroughForAWhile() {
        var queue = StandingQueue()
        func wait(_ milliseconds: Int, at time: Int) -> Bool {
            queue.take(.milliseconds(1_000 + milliseconds), at: .milliseconds(time))
            return queue.stands
        }
        #expect(!wait(0, at: 0))
        #expect(!wait(200, at: 100), "one may be held up by the peer")
        #expect(!wait(200, at: 200))
        #expect(wait(200, at: 300))
        #expect(!wait(10, at: 400))
        // Another path, or clocks that drift: what always was so is no queue.
        for tenth in 5..<400 { _ = wait(200, at: tenth * 100) }
        #expect(!wait(200, at: 40_000))
    }

    @Test func growthIsByStepsNearTheLimitAndByAFactorBeyond() {
        var control = RateControl(start: 1_000_000, limits: 50_000...5_000_000)
        control.update(.overuse, received: 1_000_000, roundTrip: .zero, at: .zero)
        for tenth in 1...11 {
            control.update(.normal, received: 1_000_000, roundTrip: .milliseconds(100), at: .milliseconds(100 * tenth))
        }
        // Half a packet of 9,600 bits each 200 ms, for a second.
        #expect(abs(control.target - 874_000) < 3_000, "\(control.target)")
        control.update(.normal, received: 1_400_000, roundTrip: .zero, at: .milliseconds(2_100))
        #expect(abs(control.target / 874_000 - 1.08) < 0.01, "\(control.target)")
        let before = control.target
        for tenth in 22...62 {
            control.update(.normal, received: 5_000_000, roundTrip: .zero, at: .milliseconds(100 * tenth))
        }
        #expect(control.target > before * 1.6, "\(control.target): 8 % a second would be 1.36 times as much")
    }

    @Test func whatWasNeverSentIsNotTrusted() {
        var control = RateControl(start: 500_000, limits: 50_000...5_000_000)
        for second in 0..<60 {
            control.update(.normal, received: 200_000, roundTrip: .zero, at: .seconds(second))
        }
        #expect(control.target == 500_000, "kept, but not raised")
    }

    @Test func soundComesFirstAndWhatWasTooMuchIsPaidBack() {
        var allocator = BitrateAllocator()
        func video(_ target: Int, sent: Int, over passed: Duration = .seconds(1)) -> Int {
            allocator.video(target: target, sent: sent, over: passed).bitrate
        }
        #expect(video(560_000, sent: 70_000) == 470_000)
        // A key frame and retransmissions: 25,000 bytes more than there should be.
        #expect(video(560_000, sent: 95_000) == 282_000)
        #expect(allocator.video(target: 560_000, sent: 70_000, over: .seconds(1)).budget == 470_000)
        #expect(video(560_000, sent: 45_000) == 470_000, "it is paid")
        #expect(video(560_000, sent: 700_000) == 235_000, "half is kept")
        #expect(video(70_000, sent: 0) == BitrateAllocator.leastVideo)
        #expect(video(.min, sent: .max, over: .seconds(-5)) == BitrateAllocator.leastVideo)
    }
}
