// SPDX-License-Identifier: GPL-3.0-or-later

/// When the packets of one stream would have come, had all been as quick as the quickest lately, by their RTP timestamps (RFC
/// 3550 section 5.1).
///
/// What comes late keeps its place between the others that way, however late it is. One thread at a time.
public struct ArrivalClock: Sendable {
    /// For how long the quickest is remembered, at least; clocks drift apart meanwhile.
    static let memory = Duration.seconds(10)
    /// A packet that is so much later belongs to a stream that went on from elsewhere.
    static let plausible = Duration.seconds(1)

    private let clockRate: Int64
    private var last: (timestamp: UInt32, ticks: Int64)?
    /// The least delay of this stretch of time and of the one before; of unknown origin.
    private var quickest: Duration?
    private var quickestBefore: Duration?
    private var stretch = Duration.zero

    /// - Parameter clockRate: of the timestamps, in Hz; between 1 and 1,000,000.
    public init(clockRate: Int) {
        self.clockRate = Int64(min(max(clockRate, 1), 1_000_000))
    }

    /// Takes a packet, and gives its time.
    ///
    /// - Parameters:
    ///   - timestamp: the packet's.
    ///   - now: when it came.
    /// - Returns: not later than `now`.
    public mutating func time(of timestamp: UInt32, at now: Duration) -> Duration {
        let passed = last.map { Int64(Int32(bitPattern: timestamp &- $0.timestamp)) } ?? 0
        let ticks = (last?.ticks ?? 0) &+ passed
        last = (timestamp, ticks)
        let sent = Duration.seconds(ticks / clockRate) + .nanoseconds(ticks % clockRate * 1_000_000_000 / clockRate)
        let delay = now - sent
        let least = min(quickest ?? delay, quickestBefore ?? delay)
        if delay - least > Self.plausible || least - delay > Self.plausible {
            (quickest, quickestBefore, stretch) = (delay, nil, now)
        } else if quickest == nil || now - stretch > Self.memory {
            (quickestBefore, quickest, stretch) = (quickest, delay, now)
        } else {
            quickest = min(quickest ?? delay, delay)
        }
        return sent + min(quickest ?? delay, quickestBefore ?? delay)
    }
}
