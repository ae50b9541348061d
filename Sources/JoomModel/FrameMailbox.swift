// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// Keeps the newest picture for somebody who looks at their own pace; older ones are dropped unseen.
///
/// Pictures come on the media engine's thread and are taken on any other.
public final class FrameMailbox: VideoSink {
    private struct State {
        var newest: VideoFrame?
        var received: UInt64 = 0
        var last: ContinuousClock.Instant?
    }

    private let pause: Duration
    private let state = Mutex(State())

    /// Starts empty.
    ///
    /// - Parameter pause: how old the newest picture may be for somebody who looks seldom; pictures in between are not made.
    public init(atMostEvery pause: Duration = .zero) { self.pause = pause }

    /// Replaces the picture that waits.
    public func render(_ frame: VideoFrame) {
        state.withLock { state in
            state.newest = frame
            state.received += 1
            state.last = .now
        }
    }

    /// Whether the newest picture is old enough for another.
    public var isWatching: Bool {
        state.withLock { $0.last.map { .now - $0 >= pause } ?? true }
    }

    /// The newest picture; it stays until the next one comes.
    public var newest: VideoFrame? { state.withLock { $0.newest } }

    /// How many pictures came.
    public var received: UInt64 { state.withLock { $0.received } }
}
