// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Synchronization

/// Measures in front of a jitter buffer how evenly sound arrives.
///
/// Not pictures: their packets are sent one after the other when a picture is made, so that some are always late.
final class ArrivalMeter: Sendable {
    private let spread = Mutex<ArrivalSpread?>(nil)

    init() {}

    /// Looks at what comes into an rtpjitterbuffer, on the thread that brings it.
    func watch(_ input: Pad) {
        input.onPacket(of: "audio") { timestamp in
            ThreadPriority.raise()
            let now = Duration.nanoseconds(Int64(clamping: GStreamerLibrary.now))
            self.spread.withLock { spread in
                // RFC 7587 section 4.1: 48,000 Hz, whatever is in the packets.
                var fresh = spread ?? ArrivalSpread(clockRate: 48_000)
                fresh.take(timestamp: timestamp, at: now)
                spread = fresh
            }
        }
    }

    /// How much later than the quickest packets came since the last call; nil for pictures, and before any.
    func takeLargest() -> Duration? { spread.withLock { $0?.takeLargest() } }
}
