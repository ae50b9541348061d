// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore

/// What may be sent to one peer, and what of it is the picture's.
struct PeerRate {
    private(set) var estimator: BandwidthEstimator
    private var allocator = BitrateAllocator()
    private var sent = 0
    private var decided: Duration?

    /// Starts where the encoder is.
    @MediaActor
    init(_ encoding: EncoderControl) {
        estimator = BandwidthEstimator(start: encoding.startTarget, limits: encoding.targetLimits)
    }

    /// Takes what the peer says of packets.
    mutating func take(_ feedback: [PacketFeedback], at now: Duration) {
        sent += feedback.reduce(0) { $0 + $1.size }
        estimator.take(feedback, at: now)
    }

    /// Takes what the peer says of a stream.
    mutating func take(_ report: ReceptionReport, at now: Duration) { estimator.take(report, at: now) }

    /// What the picture may have.
    mutating func video(at now: Duration) -> BitrateAllocator.Share {
        estimator.tick(at: now)
        let passed = decided.map { now - $0 } ?? .zero
        decided = now
        defer { sent = 0 }
        return allocator.video(target: estimator.target, sent: sent, over: passed)
    }
}
