// SPDX-License-Identifier: GPL-3.0-or-later

/// The arrival-time filter: how steeply the one-way delay rises (draft-ietf-rmcat-gcc-02, section 5.3, with a line
/// through the latest delays in place of the Kalman filter, as libwebrtc has it).
struct TrendLine: Hashable, Sendable {
    /// Groups that the line is drawn through.
    static let window = 20
    /// How much of the smoothed delay stays when another is known.
    static let smoothing = 0.9
    /// Makes the slope comparable with the detector's threshold.
    static let gain = 4.0
    /// Groups after which the line counts in full.
    static let fullWeight = 60

    private struct Point: Hashable, Sendable {
        let time: Double
        let delay: Double
    }

    private var points: [Point] = []
    private var groups = 0
    private var accumulated = 0.0
    private var smoothed = 0.0

    init() {}

    /// Takes a variation and gives the draft's m(i), in ms: above 0 while the queue grows.
    mutating func take(_ variation: PacketGroups.Variation) -> Double {
        groups = min(groups + 1, Self.fullWeight)
        accumulated += variation.delay.milliseconds
        smoothed = Self.smoothing * smoothed + (1 - Self.smoothing) * accumulated
        points.append(Point(time: variation.arrived.milliseconds, delay: smoothed))
        guard points.count >= Self.window else { return 0 }
        if points.count > Self.window { points.removeFirst() }
        return Double(groups) * slope * Self.gain
    }

    /// Least squares; 0 when all points have one time.
    private var slope: Double {
        let count = Double(points.count)
        let meanTime = points.reduce(0) { $0 + $1.time } / count
        let meanDelay = points.reduce(0) { $0 + $1.delay } / count
        var covariance = 0.0
        var variance = 0.0
        for point in points {
            covariance += (point.time - meanTime) * (point.delay - meanDelay)
            variance += (point.time - meanTime) * (point.time - meanTime)
        }
        return variance > 0 ? covariance / variance : 0
    }
}
