// SPDX-License-Identifier: GPL-3.0-or-later

/// How much may be sent to one peer, after draft-ietf-rmcat-gcc-02: the smaller of what the delay and what the loss of
/// packets allow.
///
///     feedback -> packet groups -> trend line -> overuse detector -> rate control --.
///            '--> share of loss --------------------------------> loss controller --+-> the smaller: target
///
/// All moments are of one clock that never goes back; rates are in bit/s and count all headers.
public struct BandwidthEstimator: Hashable, Sendable {
    /// Silence after which the path counts as blocked: feedback on packets comes ten times a second.
    static let patience = Duration.seconds(1)
    /// The same where a peer sends receiver reports only: one every second or two (RFC 3550 section 6.2).
    static let patienceWithReports = Duration.seconds(4)
    /// What is left of the rate for each half second of silence beyond that.
    static let caution = 0.7
    /// What is left of the rate while a full queue is emptied.
    static let draining = 0.6

    /// What may be sent, sound and picture and headers together, in bit/s.
    public var target: Int {
        guard knowsPackets else { return Int(loss.target) }
        let rate = min(delay.target, loss.target)
        // What is sent now stands behind what was sent too much: the sooner that is gone, the sooner a picture comes.
        return Int(isFull ? max(rate * Self.draining, floor) : rate)
    }
    /// The last share of loss, 0...1.
    public var fractionLost: Double { loss.fractionLost }
    /// How long a packet takes there and its feedback back; nil before the first feedback.
    public private(set) var roundTripTime: Duration?

    /// Never less than this, in bit/s.
    private let floor: Double
    private var knowsPackets = false
    private var delay: RateControl
    private var loss: LossController
    private var history = FeedbackHistory()
    private var groups = PacketGroups()
    private var trend = TrendLine()
    private var detector = OveruseDetector()
    private var queue = StandingQueue()
    private var received = ReceivedRate()
    /// The last packet that something was told of.
    private var reported: UInt16?
    private var heard: Duration?
    private var shortened: Duration?
    /// The target when the silence began, in bit/s.
    private var before = 0.0

    /// Starts at a rate, within limits; all in bit/s.
    public init(start: Int, limits: ClosedRange<Int>) {
        let range = Double(limits.lowerBound)...Double(limits.upperBound)
        floor = range.lowerBound
        delay = RateControl(start: Double(start), limits: range)
        loss = LossController(start: Double(start), limits: range)
    }

    /// Takes per-packet feedback, of packets in the order of sending.
    public mutating func take(_ feedback: [PacketFeedback], at now: Duration) {
        let fresh = feedback.filter { history.isNew($0.sequenceNumber) }
        guard !fresh.isEmpty else { return }
        if !knowsPackets { delay.restart(at: loss.target) }
        knowsPackets = true
        // What a blocked path swallowed says nothing of the path that is there again.
        let wasBlocked = shortened != nil
        if wasBlocked { resume(fresh) }
        hear(at: now)
        for packet in fresh {
            if !wasBlocked { loss.count(isLost: packet.arrived == nil) }
            let isAfterGap = reported.map { packet.sequenceNumber &- $0 != 1 } ?? false
            if !isAfterGap || packet.arrived != nil { reported = packet.sequenceNumber }
            if let arrived = packet.arrived { take(packet, arrived: arrived, isAfterGap: isAfterGap) }
        }
        if let sent = fresh.last(where: { $0.arrived != nil })?.sent { measureRoundTrip(now - sent) }
        if let way = fresh.compactMap({ packet in packet.arrived.map { $0 - packet.sent } }).min() {
            queue.take(way, at: now)
        }
        let roundTrip = roundTripTime ?? .milliseconds(200)
        let arriving = received.bitrate.map(Double.init)
        if loss.update(arriving: arriving, roundTrip: roundTrip, at: now), loss.fractionLost > LossController.low {
            delay.metLimit()
        }
        delay.update(signal, received: arriving, roundTrip: roundTrip, at: now)
        if delay.isStarting { loss.follow(delay.target) } else { loss.cap(at: delay.target) }
    }

    /// Takes a receiver report; of no use beside per-packet feedback, which says more and sooner.
    public mutating func take(_ report: ReceptionReport, at now: Duration) {
        guard !knowsPackets else { return }
        hear(at: now)
        if let roundTrip = report.roundTripTime { measureRoundTrip(roundTrip) }
        loss.take(report.fractionLost, roundTrip: roundTripTime ?? .milliseconds(200), at: now)
    }

    /// Lets time pass without feedback; a path that is blocked must not be filled further.
    public mutating func tick(at now: Duration) {
        let patience = knowsPackets ? Self.patience : Self.patienceWithReports
        guard let heard, now - heard >= patience, now - (shortened ?? heard) >= .milliseconds(500) else { return }
        if shortened == nil { before = Double(target) }
        shortened = now
        restart(at: Double(target) * Self.caution)
    }

    /// Goes on after a silence: where all was received, somebody was busy and the path was there all the time.
    private mutating func resume(_ feedback: [PacketFeedback]) {
        let lost = feedback.filter { $0.arrived == nil }.count
        guard Double(lost) < LossController.high * Double(feedback.count) else { return }
        restart(at: before * RateControl.decrease)
    }

    private mutating func restart(at rate: Double) {
        delay.restart(at: rate)
        loss.restart(at: rate)
        (groups, trend, detector, queue) = (PacketGroups(), TrendLine(), OveruseDetector(), StandingQueue())
        received = ReceivedRate()
    }

    private var signal: OveruseDetector.Signal { isFull ? .overuse : detector.signal }

    /// A queue stands, and is so long that packets are lost.
    private var isFull: Bool { queue.stands && loss.fractionLost > LossController.low }

    private mutating func hear(at now: Duration) {
        heard = now
        shortened = nil
    }

    private mutating func take(_ packet: PacketFeedback, arrived: Duration, isAfterGap: Bool) {
        received.take(arrived: arrived, size: packet.size, isAfterGap: isAfterGap)
        switch groups.take(sent: packet.sent, arrived: arrived) {
        case .nothing:
            break
        case .variation(let variation):
            detector.take(trend: trend.take(variation), of: variation)
        case .reset:
            (trend, detector, queue) = (TrendLine(), OveruseDetector(), StandingQueue())
        }
    }

    private mutating func measureRoundTrip(_ time: Duration) {
        guard (.zero...Duration.seconds(10)).contains(time) else { return }
        roundTripTime = roundTripTime.map { $0 + (time - $0) / 8 } ?? time
    }
}
