// SPDX-License-Identifier: GPL-3.0-or-later

/// Compares the trend of the delay with a threshold that adapts to it (draft-ietf-rmcat-gcc-02, section 5.4).
///
/// A fixed threshold would either react to noise or be starved by a TCP flow in the same queue.
struct OveruseDetector: Hashable, Sendable {
    /// The draft's signal s(i).
    enum Signal: Hashable, Sendable {
        /// The queue neither grows nor drains.
        case normal
        /// The queue grows.
        case overuse
        /// The queue drains.
        case underuse
    }

    /// The draft's del_var_th(0), in ms.
    static let startThreshold = 12.5
    /// How fast the threshold rises and falls, a ms.
    static let (rise, fall) = (0.01, 0.00018)
    /// Where the threshold stays, in ms.
    static let bounds = 6.0...600.0
    /// A trend so far above the threshold is a spike that must not lift it, in ms.
    static let spike = 15.0
    /// The draft's overuse_time_th, in ms.
    static let patience = 10.0

    /// The signal of the moment.
    private(set) var signal = Signal.normal
    /// The draft's del_var_th, in ms.
    private(set) var threshold = Self.startThreshold

    private var above = 0.0
    private var timesAbove = 0
    private var previous = 0.0
    private var updated: Duration?

    init() {}

    /// Takes the filter's m(i), in ms, for a group.
    mutating func take(trend: Double, of variation: PacketGroups.Variation) {
        if trend > threshold {
            // On the way up the threshold was crossed somewhere between the two groups.
            above += variation.departure.milliseconds / (timesAbove == 0 ? 2 : 1)
            timesAbove += 1
            if above > Self.patience, timesAbove > 1, trend >= previous {
                (above, timesAbove) = (0, 0)
                signal = .overuse
            }
        } else {
            (above, timesAbove) = (0, 0)
            signal = trend < -threshold ? .underuse : .normal
        }
        previous = trend
        adapt(to: abs(trend), at: variation.arrived)
    }

    private mutating func adapt(to trend: Double, at time: Duration) {
        // A pause says nothing about the threshold.
        let passed = updated.map { min(max((time - $0).milliseconds, 0), 100) } ?? 0
        updated = time
        guard trend - threshold <= Self.spike else { return }
        let factor = trend < threshold ? Self.fall : Self.rise
        threshold += passed * factor * (trend - threshold)
        threshold = min(max(threshold, Self.bounds.lowerBound), Self.bounds.upperBound)
    }
}
