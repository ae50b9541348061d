// SPDX-License-Identifier: GPL-3.0-or-later

/// Where overuse was met before: the mean and spread of what arrived then (draft-ietf-rmcat-gcc-02, section 5.5).
///
/// Near it the rate grows by steps, elsewhere by a factor.
struct LinkCapacity: Hashable, Sendable {
    /// How much of the mean stays when another overuse is met.
    static let smoothing = 0.95

    /// In bit/s; nil when nothing is known, or what was known no longer holds.
    private(set) var mean: Double?
    // In kbit/s, as a share of the mean: the spread grows with its root. The bounds are libwebrtc's.
    private var variance = 0.4

    init() {}

    /// Three standard deviations around the mean, in bit/s.
    var range: ClosedRange<Double>? {
        guard let mean else { return nil }
        let deviation = 3 * (variance * mean / 1_000).squareRoot() * 1_000
        return (mean - deviation)...(mean + deviation)
    }

    /// Takes what arrived, in bit/s, while the link was overused.
    mutating func overused(at received: Double) {
        if let range, !range.contains(received) { mean = nil }
        guard let old = mean else {
            mean = received
            return
        }
        let new = Self.smoothing * old + (1 - Self.smoothing) * received
        mean = new
        let error = (new - received) / 1_000
        let share = error * error / max(new / 1_000, 1)
        variance = min(max(Self.smoothing * variance + (1 - Self.smoothing) * share, 0.4), 2.5)
    }

    /// Forgets the mean when more than it explains arrives.
    mutating func arrived(_ received: Double) {
        if let range, received > range.upperBound { mean = nil }
    }
}
