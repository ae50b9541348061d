// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Synchronization

/// Looks in front of a jitter buffer at what arrives: of what kind it is, and how evenly sound comes.
///
/// Not how pictures do: their packets are sent one after the other when a picture is made, so that some are always late.
final class ArrivalMeter: Sendable {
    private let found = Mutex<RTPFormat.Kind?>(nil)
    // RFC 7587 section 4.1: 48,000 Hz, whatever is in the packets.
    private let spread = Mutex(ArrivalSpread(clockRate: 48_000))

    init() {}

    /// What is in the packets; nil before the first, and where it is neither.
    var kind: RTPFormat.Kind? { found.withLock(\.self) }

    /// Looks at what comes into a jitter buffer, on the thread that brings it.
    func watch(_ buffer: JitterBuffer) {
        buffer.onPackets { buffer, media in
            let kind: RTPFormat.Kind? =
                switch media {
                case "audio": .audio
                case "video": .video
                default: nil
                }
            self.found.withLock { $0 = kind }
            // The first key frame is the largest of all, and nobody knows yet how far away it comes from.
            let plan = RetransmissionPlan(roundTrip: nil)
            if kind == .video { buffer.wait(PeerJitterBuffers.start, patience: plan.patience) }
            return kind == .audio
        } look: { timestamp in
            ThreadPriority.raise()
            let now = Duration.nanoseconds(Int64(clamping: GStreamerLibrary.now))
            self.spread.withLock { $0.take(timestamp: timestamp, at: now) }
        }
    }

    /// How much later than the quickest sound came since the last call; nil for pictures.
    func takeLargest() -> Duration? { kind == .audio ? spread.withLock { $0.takeLargest() } : nil }
}
