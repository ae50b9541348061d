// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// Lets only so many retransmissions out.
///
/// When a queue runs full, a peer misses many packets and asks for each again and again: what is sent then is nothing
/// but retransmissions, and they are what keeps the queue full.
final class RetransmissionBudget: Sendable {
    /// Share of what may be sent that may be sent again.
    static let share = 0.25
    /// For how long it may be saved, in s.
    static let saved = 0.5

    /// Bytes a second.
    private let rate = Atomic<UInt64>(12_500)
    /// Bytes that may go now, in thousandths.
    private let left = Atomic<UInt64>(0)
    private let filled = Atomic<UInt64>(0)

    /// Sets what may be sent in all, in bit/s.
    func allow(_ bitrate: Int) {
        rate.store(UInt64(Double(max(bitrate, 0)) * Self.share / 8), ordering: .relaxed)
    }

    /// Whether a packet may be sent again; called by the one thread that sends them.
    func passes(_ size: Int, at now: UInt64) -> Bool {
        let rate = rate.load(ordering: .relaxed)
        let passed = now &- filled.exchange(now, ordering: .relaxed)
        let most = Double(rate) * 1_000 * Self.saved
        let new = min(Double(left.load(ordering: .relaxed)) + Double(rate) * Double(passed) / 1_000_000, most)
        let cost = Double(size) * 1_000
        left.store(UInt64(max(new >= cost ? new - cost : new, 0)), ordering: .relaxed)
        return new >= cost
    }
}
