// SPDX-License-Identifier: GPL-3.0-or-later

/// Watches whether something takes longer for each picture than it may, for so long that it is no hiccup.
///
/// Times are ns; `now` is the monotonic clock's.
public struct TimeBudget: Hashable, Sendable {
    /// How long it may be over before it is said.
    public static let patience: UInt64 = 2_000_000_000

    private let limit: Double
    private var mean = 0.0
    private var since: UInt64?
    private var isTold = false

    /// - Parameter limit: what each may take, in ns, in the mean over some ten of them.
    public init(limit: UInt64) { self.limit = Double(limit) }

    /// Takes what one took; true once, when it has been too much for two seconds.
    public mutating func spend(_ time: UInt64, at now: UInt64) -> Bool {
        mean += (Double(time) - mean) / 10
        guard mean > limit else {
            since = nil
            return false
        }
        let start = since ?? now
        since = start
        guard !isTold, now &- start >= Self.patience else { return false }
        isTold = true
        return true
    }
}
