// SPDX-License-Identifier: GPL-3.0-or-later

/// Counts decoded pictures and the gaps between them, as W3C webrtc-stats defines them.
///
/// Times are ns of the monotonic clock.
struct FrameMeter: Hashable, Sendable {
    /// Pictures so far.
    private(set) var count: UInt64 = 0
    /// Size of the last, in px.
    private(set) var width = 0
    /// Size of the last, in px.
    private(set) var height = 0
    /// Gaps of at least 150 ms beyond the average, and three times the average.
    private(set) var freezes: UInt64 = 0
    /// The sum of those gaps, in ns.
    private(set) var frozen: UInt64 = 0

    private var recent: [UInt64] = []

    /// Takes a picture.
    mutating func count(at time: UInt64, width: Int, height: Int) {
        if let last = recent.last, recent.count > 2, let first = recent.first, time > last {
            let average = (last - first) / UInt64(recent.count - 1)
            let gap = time - last
            // webrtc-stats, freezeCount: max(3 * average, average + 150 ms).
            if gap > max(3 * average, average + 150_000_000) {
                freezes += 1
                frozen += gap
            }
        }
        recent.append(time)
        if recent.count > 121 { recent.removeFirst() }
        count += 1
        (self.width, self.height) = (width, height)
    }

    /// Pictures per second over the last second before `now`.
    func rate(at now: UInt64) -> Double {
        let window = recent.filter { $0 <= now && now - $0 <= 1_000_000_000 }
        return Double(window.count)
    }
}
