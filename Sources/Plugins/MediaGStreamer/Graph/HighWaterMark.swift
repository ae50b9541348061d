// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// The largest value so far, kept by the one thread that carries a stream.
final class HighWaterMark: Sendable {
    private let top = Atomic<UInt64>(0)

    /// Whether `value` is larger than all before it.
    func rises(_ value: UInt64) -> Bool {
        // Timestamps start at 0, so the mark is one above.
        guard value &+ 1 > top.load(ordering: .relaxed) else { return false }
        top.store(value &+ 1, ordering: .relaxed)
        return true
    }
}
