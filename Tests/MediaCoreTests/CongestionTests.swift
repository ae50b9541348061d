// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Testing

/// Claims about a call through a bottleneck, in simulated time; each for many seeds, which a failure names.
struct CongestionTests {
    static let seeds: [UInt64] = Array(1...5)

    /// Lets a call last, with the link changed by `change` at each second.
    static func call(
        _ seed: UInt64,
        seconds: Int,
        through link: SimulatedLink,
        feedbackLoss: Double = 0,
        change: (Int, inout SimulatedLink) -> Void = { _, _ in }
    ) -> [SimulatedSender.Second] {
        var link = link
        var sender = SimulatedSender(feedbackLoss: feedbackLoss, seed: seed)
        for tick in 0..<(seconds * 100) {
            if tick % 100 == 0 { change(tick / 100, &link) }
            sender.step(at: .milliseconds(10) * tick, through: &link)
        }
        return sender.seconds
    }

    @Test(arguments: seeds)
    func aNarrowLinkIsFilledWithoutAStandingQueue(_ seed: UInt64) {
        let later = Self.call(seed, seconds: 40, through: SimulatedLink(bitrate: 500_000)).dropFirst(10)
        #expect(later.arrived > 400_000 && later.arrived < 500_000, "\(later.arrived) bit/s")
        #expect(later.standing < 50 && later.wait < 130, "\(later.standing) to \(later.wait) ms")
        #expect(later.lost < 0.02, "\(later.lost)")
    }

    @Test(arguments: seeds)
    func aWideLinkIsUsedSoon(_ seed: UInt64) {
        let seconds = Self.call(
            seed,
            seconds: 10,
            through: SimulatedLink(bitrate: 20_000_000, jitter: .milliseconds(5))
        )
        #expect(seconds[5..<10].arrived > 1_700_000, "\(seconds[5..<10].arrived) bit/s")
    }

    @Test(arguments: seeds)
    func stepsAreFollowedDownAndUp(_ seed: UInt64) {
        let wide = 2_000_000.0
        let seconds = Self.call(seed, seconds: 50, through: SimulatedLink(bitrate: wide)) { second, link in
            link.bitrate = (15..<30).contains(second) ? 600_000 : wide
        }
        #expect(seconds[5..<15].arrived > 0.8 * wide, "\(seconds[5..<15].arrived) bit/s before")
        let narrow = seconds[17..<30]
        #expect(narrow.arrived > 480_000, "\(narrow.arrived) bit/s")
        #expect(narrow.standing < 50 && narrow.lost < 0.03, "\(narrow.standing) ms, \(narrow.lost) lost")
        #expect(seconds[45..<50].arrived > 0.8 * wide, "\(seconds[45..<50].arrived) bit/s after")
    }

    /// As where both ways are full: half of the feedback is lost in the queue of the way back.
    @Test(arguments: seeds)
    func lostFeedbackDoesNotMakeTheLinkLookNarrow(_ seed: UInt64) {
        let wide = SimulatedLink(bitrate: 2_000_000)
        let seconds = Self.call(seed, seconds: 30, through: wide, feedbackLoss: 0.5) { second, link in
            link.bitrate = second < 15 ? 2_000_000 : 600_000
        }
        #expect(seconds[18..<30].arrived > 450_000, "\(seconds[18..<30].arrived) bit/s")
        #expect(seconds[18..<30].lost < 0.1, "\(seconds[18..<30].lost) lost")
    }

    @Test(arguments: seeds)
    func someLossByChanceIsNoReasonToCollapse(_ seed: UInt64) {
        let link = SimulatedLink(bitrate: 500_000, propagation: .milliseconds(100), loss: 0.02, seed: seed)
        let later = Self.call(seed, seconds: 60, through: link).dropFirst(10)
        #expect(later.arrived > 380_000, "\(later.arrived) bit/s")
        #expect(later.standing < 30, "\(later.standing) ms")
    }

    @Test(arguments: seeds)
    func heavyLossByChanceIsAnsweredButNotWithSilence(_ seed: UInt64) {
        let link = SimulatedLink(bitrate: 2_000_000, loss: 0.2, seed: seed)
        let later = Self.call(seed, seconds: 30, through: link).dropFirst(15)
        #expect((later.map(\.target).max() ?? 0) < 300_000)
        #expect(later.arrived > 60_000, "\(later.arrived) bit/s")
    }

    @Test(arguments: seeds)
    func anUnsteadyLinkIsFilledAllTheSame(_ seed: UInt64) {
        let link = SimulatedLink(bitrate: 1_000_000, queue: .milliseconds(400), jitter: .milliseconds(15), seed: seed)
        let later = Self.call(seed, seconds: 40, through: link).dropFirst(10)
        #expect(later.arrived > 700_000, "\(later.arrived) bit/s")
        #expect(later.standing < 50, "\(later.standing) ms")
    }

    @Test(arguments: seeds)
    func anOutageIsSurvived(_ seed: UInt64) {
        let seconds = Self.call(seed, seconds: 40, through: SimulatedLink(bitrate: 500_000)) { second, link in
            link.bitrate = (15..<20).contains(second) ? 0 : 500_000
        }
        #expect(seconds[19].target < 100_000, "\(seconds[19].target) bit/s into nothing")
        #expect(seconds[27..<40].arrived > 380_000, "\(seconds[27..<40].arrived) bit/s after")
    }

    @Test(arguments: seeds)
    func twoCallsShareALink(_ seed: UInt64) {
        var link = SimulatedLink(bitrate: 1_000_000, queue: .milliseconds(400), seed: seed)
        var (first, second) = (SimulatedSender(seed: seed), SimulatedSender(seed: seed + 1_000))
        for tick in 0..<7_000 {
            first.step(at: .milliseconds(10) * tick, through: &link)
            if tick >= 1_000 { second.step(at: .milliseconds(10) * tick, through: &link) }
        }
        let (old, new) = (first.seconds[40..<70].arrived, second.seconds[30..<60].arrived)
        #expect(old + new > 750_000, "\(old) and \(new) bit/s")
        #expect(min(old, new) > 200_000, "\(old) and \(new) bit/s")
    }

    @Test(arguments: seeds)
    func aFileBesideItDoesNotStarveTheCall(_ seed: UInt64) {
        var link = SimulatedLink(bitrate: 2_000_000, queue: .milliseconds(400), seed: seed)
        var (call, file) = (SimulatedSender(seed: seed), CompetingFlow())
        for tick in 0..<6_000 {
            call.step(at: .milliseconds(10) * tick, through: &link)
            if tick >= 1_500 { file.step(at: .milliseconds(10) * tick, through: &link) }
        }
        let bitrate = Double(file.arrived) * 8 / 45
        let own = call.seconds[15..<60].arrived
        #expect(own > 600_000 && bitrate > 400_000, "\(own) beside \(bitrate) bit/s")
        #expect(own + bitrate > 1_700_000)
    }
}
