// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// Keeps the newest picture for somebody who looks at their own pace; older ones are dropped unseen.
///
/// Pictures come on the media engine's thread and are taken on any other.
public final class FrameMailbox: VideoSink {
    private struct State {
        var newest: VideoFrame?
        var received: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Starts empty.
    public init() {}

    /// Replaces the picture that waits.
    public func render(_ frame: VideoFrame) {
        state.withLock { state in
            state.newest = frame
            state.received += 1
        }
    }

    /// The newest picture; it stays until the next one comes.
    public var newest: VideoFrame? { state.withLock { $0.newest } }

    /// How many pictures came.
    public var received: UInt64 { state.withLock { $0.received } }
}
