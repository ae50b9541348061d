// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// Lets only so many pictures a second through.
///
/// Where pictures are dropped nothing changes for the encoder but their distance; a new rate in the format would start
/// it anew. Times are ns of the stream.
final class FramePace: Sendable {
    /// Between two pictures; 0 lets all through.
    private let interval = Atomic<UInt64>(0)
    /// When the next may pass.
    private let due = Atomic<UInt64>(0)

    /// Sets how many pictures a second may pass.
    func limit(to frameRate: Int) {
        interval.store(frameRate > 0 ? 1_000_000_000 / UInt64(frameRate) : 0, ordering: .relaxed)
    }

    /// Whether a picture of this time may pass; called by the one thread that carries them.
    func passes(_ time: UInt64) -> Bool {
        let step = interval.load(ordering: .relaxed)
        let next = due.load(ordering: .relaxed)
        // A camera's times sway: a quarter of a step early is in time.
        guard time &+ step / 4 >= next else { return false }
        // Keeps the mean, but does not catch up after a pause.
        let isPause = time > next && time - next >= step
        due.store((isPause ? time : next) &+ step, ordering: .relaxed)
        return true
    }
}
