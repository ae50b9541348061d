// SPDX-License-Identifier: GPL-3.0-or-later

/// Divides what may be sent to a peer: sound first, the rest for the picture, less what was sent beyond the target.
///
/// Retransmissions and large key frames are not in what an encoder is told, but on the link all the same: the pictures
/// that follow pay for them.
public struct BitrateAllocator: Hashable, Sendable {
    /// What Opus takes on the link, in bit/s: 32 kbit/s, and 70 bytes of headers for each of 50 packets a second.
    public static let audio = 60_000
    /// What the smallest picture needs, in bit/s; less than that no encoder obeys.
    public static let leastVideo = 30_000
    /// The picture's share of its packets of 1,200 bytes; the rest is headers.
    static let payloadShare = 0.94
    /// Time in which an excess is paid back, in s.
    static let repayment = 1.0
    /// Share of its budget that the picture keeps while it pays back.
    static let keptShare = 0.5
    /// How much of the target is kept for later, or owed at the most, in s; what a link dropped is no debt for long.
    static let (credit, limit) = (0.1, 0.5)

    /// What a picture gets.
    public struct Share: Hashable, Sendable {
        /// What its encoder is told now, in bit/s, without headers.
        public let bitrate: Int
        /// What it has in the long run: sizes are chosen by this.
        public let budget: Int
    }

    /// What was sent beyond the target, in bits; below 0 when less was.
    private(set) var debt = 0.0

    /// Starts without debt.
    public init() {}

    /// Decides what the picture's encoder is told.
    ///
    /// - Parameters:
    ///   - target: what may be sent in all, in bit/s.
    ///   - sent: what was sent in all since the last decision, in bytes.
    ///   - passed: since the last decision.
    /// - Returns: what the picture gets.
    public mutating func video(target: Int, sent: Int, over passed: Duration) -> Share {
        let target = Double(max(target, 0))
        debt += Double(max(sent, 0)) * 8 - target * max(passed.seconds, 0)
        debt = min(max(debt, -Self.credit * target), Self.limit * target)
        let budget = target - Double(Self.audio)
        let left = max(budget - max(debt, 0) / Self.repayment, budget * Self.keptShare)
        func payload(_ bitrate: Double) -> Int { max(Int(bitrate * Self.payloadShare), Self.leastVideo) }
        return Share(bitrate: payload(left), budget: payload(budget))
    }
}
