// SPDX-License-Identifier: GPL-3.0-or-later

/// How often something may happen: some in a row, and then one each interval (a token bucket).
struct Allowance {
    private let burst: Double
    private let interval: Duration
    private var left: Double
    private var last: Duration

    /// - Parameters:
    ///   - burst: how many in a row.
    ///   - interval: time until one more may happen.
    ///   - now: time since whatever.
    init(burst: Int, interval: Duration, now: Duration) {
        (self.burst, self.interval, last) = (Double(burst), interval, now)
        left = Double(burst)
    }

    /// Takes one; false when there is none left.
    mutating func take(at now: Duration) -> Bool {
        left = min(burst, left + max(0, (now - last) / interval))
        last = now
        guard left >= 1 else { return false }
        left -= 1
        return true
    }
}
