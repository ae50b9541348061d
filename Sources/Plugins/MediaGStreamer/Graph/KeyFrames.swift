// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import PluginKit
import Synchronization

/// Where key frames are asked for: by us, at once, and by peers, not too often.
///
/// The encoder's own `min-force-key-unit-interval` holds back everything, also the first picture for a new peer, which
/// would then wait for up to half a second.
final class KeyFrames: Sendable {
    private let output: Pad
    private let throttle = Mutex(KeyFrameThrottle())
    private let isOurs = Atomic(false)

    /// Stands guard over an encoder.
    init(encoder: Element) throws(MediaError) {
        output = try encoder.pad("src")
        output.onKeyFrameRequest { [weak self] in self?.lets() ?? true }
    }

    /// Makes the next picture one that can be decoded on its own.
    func request() {
        throttle.withLock { $0.insist(at: GStreamerLibrary.now) }
        isOurs.store(true, ordering: .releasing)
        output.requestKeyFrame()
        isOurs.store(false, ordering: .releasing)
    }

    /// Whether a request may go on to the encoder; on whatever thread brings it.
    private func lets() -> Bool {
        // A peer's request at the same moment passes too: the encoder makes one key frame of both.
        if isOurs.load(ordering: .acquiring) { return true }
        let now = GStreamerLibrary.now
        switch throttle.withLock({ $0.ask(at: now) }) {
        case .pass: return true
        case .drop: return false
        case .putOff(let time):
            Task { [weak self] in
                try? await Task.sleep(for: .nanoseconds(Int64(clamping: time &- now)))
                self?.request()
            }
            return false
        }
    }
}
