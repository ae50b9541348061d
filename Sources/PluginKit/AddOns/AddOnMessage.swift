// SPDX-License-Identifier: GPL-3.0-or-later

/// How much an add-on of a peer's may say.
public enum AddOnMessage {
    /// Bytes of one message, its envelope included.
    public static let byteLimit = 16_384
}

/// Lets through what a person could have written, and drops a flood: a full bucket holds 64 messages, and gets 16 a second.
public struct AddOnFloodGate: Hashable, Sendable {
    private static let capacity = 64.0
    private static let perSecond = 16.0
    private var tokens = capacity
    private var last: UInt64?

    /// Starts full.
    public init() {}

    /// Whether a message may pass.
    ///
    /// - Parameters:
    ///   - bytes: its size.
    ///   - now: the moment, in ns of a clock that never goes back.
    /// - Returns: false for what is too large or too much.
    public mutating func passes(_ bytes: Int, at now: UInt64) -> Bool {
        guard bytes <= AddOnMessage.byteLimit else { return false }
        if let last, now > last { tokens = min(tokens + Double(now - last) / 1e9 * Self.perSecond, Self.capacity) }
        last = max(now, last ?? 0)
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
