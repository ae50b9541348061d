// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Synchronization

/// What a jitter buffer carries, which it is its first packet that tells.
final class CarriedKind: Sendable {
    private let found = Mutex<RTPFormat.Kind?>(nil)
    // RFC 7587 section 4.1: 48,000 Hz, whatever is in the packets.
    private let clock = Mutex(ArrivalClock(clockRate: PlayoutBuffer.clockRate))

    init() {}

    /// Nil before the first packet, and where it is neither.
    var value: RTPFormat.Kind? { found.withLock(\.self) }

    /// Looks at what comes into a jitter buffer.
    func find(in buffer: JitterBuffer) {
        buffer.onFirstPacket { buffer, media in
            switch media {
            case "audio":
                self.found.withLock { $0 = .audio }
                (try? buffer.element.pad("sink"))?.hurry()
                buffer.askForNothing()
                buffer.wait(PeerJitterBuffers.soundWait)
                buffer.stamp { timestamp, now in self.clock.withLock { $0.time(of: timestamp, at: now) } }
            case "video":
                self.found.withLock { $0 = .video }
                // The first key frame is the largest of all, and nobody knows yet how far away it comes from.
                buffer.wait(PeerJitterBuffers.start + RetransmissionPlan(roundTrip: nil).patience)
            default: break
            }
        }
    }
}
