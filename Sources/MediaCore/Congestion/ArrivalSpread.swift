// SPDX-License-Identifier: GPL-3.0-or-later

/// How much later than the quickest the packets of one stream come, by their RTP timestamps (RFC 3550 section 5.1).
///
/// RFC 3550's jitter is a mean, and says little of the one packet in a hundred that a computer or a network held up: sound
/// that has to be there in time is missed when it is not. One thread at a time.
public struct ArrivalSpread: Sendable {
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
    private var largest = Duration.zero

    /// - Parameter clockRate: of the timestamps, in Hz; between 1 and 1,000,000.
    public init(clockRate: Int) {
        self.clockRate = Int64(min(max(clockRate, 1), 1_000_000))
    }

    /// Takes a packet.
    ///
    /// - Parameters:
    ///   - timestamp: the packet's.
    ///   - now: when it came.
    public mutating func take(timestamp: UInt32, at now: Duration) {
        let passed = last.map { Int64(Int32(bitPattern: timestamp &- $0.timestamp)) } ?? 0
        let ticks = (last?.ticks ?? 0) &+ passed
        last = (timestamp, ticks)
        let delay = now - .seconds(ticks / clockRate) - .nanoseconds(ticks % clockRate * 1_000_000_000 / clockRate)
        let least = min(quickest ?? delay, quickestBefore ?? delay)
        if delay - least > Self.plausible || least - delay > Self.plausible {
            (quickest, quickestBefore, stretch) = (delay, nil, now)
            return
        }
        if quickest == nil || now - stretch > Self.memory {
            (quickestBefore, quickest, stretch) = (quickest, delay, now)
        } else {
            quickest = min(quickest ?? delay, delay)
        }
        largest = max(largest, delay - least)
    }

    /// The largest since the last call.
    public mutating func takeLargest() -> Duration {
        defer { largest = .zero }
        return largest
    }
}
