// SPDX-License-Identifier: GPL-3.0-or-later

/// Which packets were reported already: feedback that comes twice must not count twice.
struct FeedbackHistory: Hashable, Sendable {
    /// Packets that are remembered, some seconds' worth; older ones are too late to say anything.
    static let length = 2_048

    private var slots = [Int?](repeating: nil, count: Self.length)
    private var newest: Int?

    init() {}

    /// Whether a number was not seen before; remembers it.
    mutating func isNew(_ number: UInt16) -> Bool {
        guard let last = newest else {
            // Above 0 for a while even when the next ones are older.
            let first = Int(number) + (1 << 16)
            newest = first
            slots[first % Self.length] = first
            return true
        }
        let step = Int(Int16(bitPattern: number &- UInt16(truncatingIfNeeded: last)))
        let unwrapped = last + step
        guard unwrapped >= 0, last - unwrapped < Self.length, slots[unwrapped % Self.length] != unwrapped else {
            return false
        }
        slots[unwrapped % Self.length] = unwrapped
        newest = max(last, unwrapped)
        return true
    }
}
