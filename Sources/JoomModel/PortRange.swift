// SPDX-License-Identifier: GPL-3.0-or-later

/// The UDP ports of this computer that calls may use, such as those that a firewall lets through.
public struct PortRange: Hashable, Sendable, CustomStringConvertible {
    /// So many at the least: a connection takes one, and for each of seven others there are two while one replaces another.
    public static let least = 16
    /// Those below belong to services of the system, and peers send nothing to them.
    public static let lowest: UInt16 = 1_024

    /// The lowest.
    public let first: UInt16
    /// The highest.
    public let last: UInt16

    /// As it is read: `FIRST-LAST`.
    public var description: String { "\(first)-\(last)" }

    /// From `first` to `last`, both included.
    ///
    /// - Throws: what is wrong with it.
    public init(first: UInt16, last: UInt16) throws(PortRangeFault) {
        guard first >= Self.lowest else { throw .reserved }
        guard first <= last else { throw .reversed }
        let count = Int(last - first) + 1
        guard count >= Self.least else { throw .tooFew(count) }
        (self.first, self.last) = (first, last)
    }

    /// Reads `FIRST-LAST`, such as `50000-50100`.
    ///
    /// - Throws: what is wrong with it.
    public init(_ text: String) throws(PortRangeFault) {
        let parts = text.filter { $0 != " " }.split(separator: "-", omittingEmptySubsequences: false).map { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt16(part) : nil
        }
        guard parts.count == 2, let first = parts[0], let last = parts[1] else { throw .malformed }
        try self.init(first: first, last: last)
    }
}

/// Why ports are no range that calls can use.
public enum PortRangeFault: Error, Hashable, Sendable {
    /// Not two numbers of at most 65535 with `-` between them.
    case malformed
    /// It begins below 1024.
    case reserved
    /// The first is higher than the last.
    case reversed
    /// Fewer than `PortRange.least`; how many.
    case tooFew(Int)
}
