// SPDX-License-Identifier: GPL-3.0-or-later

/// The loss-based controller: sends less when more than a tenth is lost (draft-ietf-rmcat-gcc-02, section 6).
///
/// It is what holds on links whose queue is too short to be measured.
struct LossController: Hashable, Sendable {
    /// Below this share of loss there is room.
    static let low = 0.02
    /// Above this share of loss there is too much.
    static let high = 0.1
    /// Packets below which a share is chance.
    static let fewest = 20
    /// Time below which a share is chance.
    static let window = Duration.milliseconds(500)
    /// The draft's growth at each report; reports come each `window` here.
    static let growth = 1.05

    /// The draft's As_hat, in bit/s.
    private(set) var target: Double
    /// The last share of loss, 0...1.
    private(set) var fractionLost = 0.0

    private let limits: ClosedRange<Double>
    private var received = 0
    private var lost = 0
    private var started: Duration?
    private var decreased: Duration?

    /// Starts at a rate, within limits; both in bit/s.
    init(start: Double, limits: ClosedRange<Double>) {
        self.limits = limits
        target = min(max(start, limits.lowerBound), limits.upperBound)
    }

    /// Counts a packet.
    mutating func count(isLost: Bool) {
        if isLost { lost += 1 } else { received += 1 }
    }

    /// Decides by the packets counted, if there are enough.
    ///
    /// - Parameters:
    ///   - arriving: what is received all the same, in bit/s; nil before it is known.
    ///   - roundTrip: how long an answer takes.
    ///   - now: the moment, on our clock.
    /// - Returns: whether a share of loss was taken.
    @discardableResult
    mutating func update(arriving: Double?, roundTrip: Duration, at now: Duration) -> Bool {
        let start = started ?? now
        started = start
        guard received + lost >= Self.fewest, now - start >= Self.window || now < start else { return false }
        let share = Double(lost) / Double(received + lost)
        (received, lost, started) = (0, 0, now)
        take(share, arriving: arriving, roundTrip: roundTrip, at: now)
        return true
    }

    /// Decides by a share of loss, such as a receiver report's.
    mutating func take(_ share: Double, arriving: Double? = nil, roundTrip: Duration, at now: Duration) {
        fractionLost = share.isFinite ? min(max(share, 0), 1) : 0
        if fractionLost > Self.high {
            // What was lost before an answer could arrive is answered once.
            if let decreased, now >= decreased, now - decreased < .milliseconds(300) + roundTrip { return }
            decreased = now
            // Losses of what was sent before an answer came go on for a while: what arrives can be sent.
            let enough = min(target, RateControl.decrease * (arriving ?? 0))
            target = max(target * (1 - 0.5 * fractionLost), enough)
        } else if fractionLost < Self.low {
            target *= Self.growth
        }
        target = min(max(target, limits.lowerBound), limits.upperBound)
    }

    /// Follows another controller down: from where it is, not from a rate that was never sent, loss leads further.
    mutating func cap(at rate: Double) { target = max(min(target, rate), limits.lowerBound) }

    /// Follows another controller up and down, as long as no loss was met.
    mutating func follow(_ rate: Double) { target = min(max(rate, limits.lowerBound), limits.upperBound) }

    /// Begins anew at a rate, in bit/s, after the path was lost.
    mutating func restart(at rate: Double) { self = LossController(start: rate, limits: limits) }
}
