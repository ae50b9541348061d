// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// How long the encoder takes for a picture: it works on the thread that brings one and hands the result on at once.
final class EncodeMeter: Sendable {
    private let began = Atomic<UInt64>(0)
    private let total = Atomic<UInt64>(0)
    private let count = Atomic<UInt64>(0)

    /// A picture goes in.
    func begin() { began.store(GStreamerLibrary.now, ordering: .relaxed) }

    /// A picture comes out.
    func end() {
        let start = began.exchange(0, ordering: .relaxed)
        guard start != 0 else { return }
        total.wrappingAdd(GStreamerLibrary.now &- start, ordering: .relaxed)
        count.wrappingAdd(1, ordering: .relaxed)
    }

    /// The mean since the last call; nil when there was no picture.
    func mean() -> Duration? {
        let pictures = count.exchange(0, ordering: .relaxed)
        let time = total.exchange(0, ordering: .relaxed)
        return pictures == 0 ? nil : .nanoseconds(Int64(clamping: time / pictures))
    }
}
