// SPDX-License-Identifier: GPL-3.0-or-later

/// The name of a room: non-empty UTF-8, at most 128 bytes, no control characters (Protocol.md section 2).
public struct RoomName: Hashable, Sendable, CustomStringConvertible {
    /// The longest name a server accepts, in bytes of UTF-8.
    public static let maximumBytes = 128

    /// The name as the people in the room typed it.
    public let rawValue: String

    /// Checks a name that came from a person or the network.
    ///
    /// - Parameter string: the name, taken as it is: rooms differ by case and by spaces.
    /// - Throws: why the string cannot name a room.
    public init(_ string: String) throws(RoomNameError) {
        let bytes = string.utf8.count
        guard bytes > 0 else { throw .empty }
        guard bytes <= Self.maximumBytes else { throw .tooLong(bytes: bytes, limit: Self.maximumBytes) }
        guard !string.unicodeScalars.contains(where: \.isControl) else { throw .controlCharacter }
        rawValue = string
    }

    /// Names differ where their bytes do, as in browsers and in Redis: of text alone, some are equal that differ there.
    public static func == (one: RoomName, other: RoomName) -> Bool {
        one.rawValue.utf8.elementsEqual(other.rawValue.utf8)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        for byte in rawValue.utf8 { hasher.combine(byte) }
        // No text has it, so that names in a row do not run together.
        hasher.combine(UInt8.max)
    }

    /// The name itself.
    public var description: String { rawValue }
}

/// Why a string cannot name a room.
public enum RoomNameError: Error, Hashable, Sendable {
    /// There is nothing in it.
    case empty
    /// It has more bytes of UTF-8 than a server accepts.
    case tooLong(bytes: Int, limit: Int)
    /// It holds a control character, which no person typed and no link survives.
    case controlCharacter
}

extension Unicode.Scalar {
    /// True in the general category Cc, whose members are fixed; looking a category up takes much longer.
    fileprivate var isControl: Bool { value < 0x20 || (0x7f...0x9f).contains(value) }
}
