// SPDX-License-Identifier: GPL-3.0-or-later

/// Who somebody in a room is, as the server names them; stays the same when they re-join (`peer_id`).
public struct PeerID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The id on the wire.
    public let rawValue: String

    /// Wraps an id that came from a server or a random source.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// The id on the wire.
    public var description: String { rawValue }

    /// Orders ids by their bytes, so that both sides of a collision agree whose offer stands.
    public static func < (lhs: PeerID, rhs: PeerID) -> Bool {
        lhs.rawValue.utf8.lexicographicallyPrecedes(rhs.rawValue.utf8)
    }
}

/// One generation of PeerConnection between two peers: 16 hex digits made by the offerer (Protocol.md section 6).
public struct SessionID: Hashable, Sendable, CustomStringConvertible {
    /// The 16 lower-case hex digits.
    public let rawValue: String

    /// Writes 64 random bits as a session id.
    public init(bits: UInt64) {
        let digits = String(bits, radix: 16)
        rawValue = String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Takes an id from the wire; nil unless it is 16 hex digits.
    public init?(_ string: String) {
        guard string.utf8.count == 16, string.utf8.allSatisfy(Self.isHexDigit) else { return nil }
        rawValue = string
    }

    /// The 16 hex digits.
    public var description: String { rawValue }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

/// A device as the system names it for the length of its stay, such as PipeWire's `node.name`.
public struct DeviceID: Hashable, Sendable, CustomStringConvertible {
    /// The system's name, not meant for people.
    public let rawValue: String

    /// Wraps a name that came from the system.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// The system's name.
    public var description: String { rawValue }
}
