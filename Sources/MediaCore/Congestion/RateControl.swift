// SPDX-License-Identifier: GPL-3.0-or-later

/// The delay-based controller: additive and multiplicative increase, multiplicative decrease
/// (draft-ietf-rmcat-gcc-02, section 5.5).
struct RateControl: Hashable, Sendable {
    /// The draft's states.
    enum State: Hashable, Sendable {
        /// A queue drains, or was just met: nothing changes.
        case hold
        /// There may be room for more.
        case increase
        /// There is too much.
        case decrease
    }

    /// The draft's beta: how much of what arrives is sent after overuse.
    static let decrease = 0.85
    /// The draft's eta, less one: growth a second, far from any limit that was met.
    static let growth = 0.08
    /// Growth a second after a long calm: the path has changed, or what made it look narrow was a busy processor.
    static let calmGrowth = 0.3
    /// How long a calm is before growth begins to double each second.
    static let calm = Duration.seconds(3)
    /// Growth a second before the first limit is met, so that a call is not blurred for its first half minute.
    static let startGrowth = 0.4
    /// Not more than this times what arrives: what was never sent was never tried.
    static let untried = 1.5
    /// Two decreases in less time would answer one queue twice.
    static let settling = Duration.milliseconds(200)
    /// What is kept of the target at the least: a pause of the sender looks as if nothing arrived.
    static let kept = 0.5
    /// About one packet, in bits.
    static let packetBits = 1_200.0 * 8

    /// The draft's A_hat, in bit/s.
    private(set) var target: Double
    /// No limit was met so far.
    private(set) var isStarting = true
    /// The state of the moment.
    private(set) var state = State.increase

    private let limits: ClosedRange<Double>
    private var capacity = LinkCapacity()
    private var updated: Duration?
    private var decreased: Duration?
    private var calmSince: Duration?

    /// Starts at a rate, within limits; both in bit/s.
    init(start: Double, limits: ClosedRange<Double>) {
        self.limits = limits
        target = min(max(start, limits.lowerBound), limits.upperBound)
    }

    /// Takes the detector's signal.
    ///
    /// - Parameters:
    ///   - signal: what the queue does.
    ///   - received: what arrives, in bit/s; nil before it is known.
    ///   - roundTrip: how long an answer takes.
    ///   - now: the moment, on our clock.
    mutating func update(_ signal: OveruseDetector.Signal, received: Double?, roundTrip: Duration, at now: Duration) {
        let passed = min(max(updated.map { (now - $0).seconds } ?? 0, 0), 1)
        updated = now
        follow(signal)
        if signal != .normal { calmSince = nil }
        switch state {
        case .hold:
            break
        case .increase:
            if let received { capacity.arrived(received) }
            let since = calmSince ?? now
            calmSince = since
            increase(over: passed, calm: now - since, received: received, roundTrip: roundTrip)
        case .decrease:
            reduce(received: received ?? target, at: now)
            state = .hold
        }
    }

    /// Ends the start: a limit was met that is not a queue.
    mutating func metLimit() { isStarting = false }

    /// Begins anew at a rate, in bit/s, after the path was lost: what was known of it is void.
    mutating func restart(at rate: Double) {
        self = RateControl(start: rate, limits: limits)
    }

    /// The draft's table of transitions.
    private mutating func follow(_ signal: OveruseDetector.Signal) {
        switch (signal, state) {
        case (.overuse, _): state = .decrease
        case (.underuse, _): state = .hold
        case (.normal, .hold): state = .increase
        case (.normal, .decrease): state = .hold
        case (.normal, .increase): break
        }
    }

    private mutating func increase(over passed: Double, calm: Duration, received: Double?, roundTrip: Duration) {
        let wanted: Double
        if isStarting {
            wanted = target * (1 + Self.startGrowth * passed)
        } else if capacity.mean != nil {
            // Near the limit: half a packet for each time that an effect takes to show.
            let responseTime = 0.1 + max(roundTrip.seconds, 0)
            wanted = target + max(1_000 * passed, 0.5 * passed / responseTime * Self.packetBits)
        } else {
            let doublings = Int(min(max((calm - Self.calm).seconds, 0), 10))
            wanted = target * (1 + min(Self.growth * Double(1 << doublings), Self.calmGrowth) * passed)
        }
        let tried = received.map { Self.untried * $0 + 10_000 } ?? limits.upperBound
        // A camera that is off sends little: that is no reason to ask for less than there was.
        target = min(max(target, min(wanted, tried)), limits.upperBound)
    }

    private mutating func reduce(received: Double, at now: Duration) {
        if let decreased, now - decreased < Self.settling { return }
        isStarting = false
        decreased = now
        capacity.overused(at: received)
        target = max(min(target, max(Self.decrease * received, Self.kept * target)), limits.lowerBound)
    }
}
