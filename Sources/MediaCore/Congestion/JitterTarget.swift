// SPDX-License-Identifier: GPL-3.0-or-later

/// How long a jitter buffer keeps pictures back: long enough for what the network does, not longer.
///
/// It widens at once, because each late packet is a pause, and narrows slowly, because networks repeat themselves.
public struct JitterTarget: Hashable, Sendable {
    /// What a buffer may wait.
    public static let range = Duration.milliseconds(20)...Duration.milliseconds(400)
    /// How much a late packet adds.
    static let lateness = Duration.milliseconds(30)
    /// How long it stays wide.
    static let patience = Duration.seconds(5)
    /// How much it narrows a second after that.
    static let narrowing = 0.02

    /// What to wait now.
    public private(set) var latency: Duration

    private var widened: Duration?
    private var updated: Duration?

    /// Starts at a width that suits most networks.
    public init(start: Duration = .milliseconds(80)) {
        latency = min(max(start, Self.range.lowerBound), Self.range.upperBound)
    }

    /// Takes the figures of the moment.
    ///
    /// - Parameters:
    ///   - jitter: RFC 3550's interarrival jitter.
    ///   - roundTrip: how long a retransmission takes; nil when there are none, or it is not known.
    ///   - late: packets since the last call that came when their turn was over.
    ///   - now: the moment.
    public mutating func update(
        jitter: Duration,
        roundTrip: Duration?,
        late: Int,
        at now: Duration
    ) {
        let passed = min(max(updated.map { now - $0 } ?? .zero, .zero), .seconds(10))
        updated = now
        // RFC 3550's jitter is a mean: three times it covers nearly all, of a steady network. A retransmission needs a round
        // trip more, and a little for the request to be made; a second one is waited for (RetransmissionPlan).
        var wanted = max(jitter, .zero) * 3
        if let roundTrip { wanted += max(roundTrip, .zero) + .milliseconds(20) }
        if late > 0 { wanted = max(wanted, latency + Self.lateness) }
        wanted = min(max(wanted, Self.range.lowerBound), Self.range.upperBound)
        if wanted >= latency {
            (latency, widened) = (wanted, now)
        } else if now - (widened ?? now) >= Self.patience {
            latency = max(wanted, latency - passed * Self.narrowing)
        } else if widened == nil {
            widened = now
        }
    }
}
