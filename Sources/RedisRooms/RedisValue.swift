// SPDX-License-Identifier: GPL-3.0-or-later

/// What Redis answers (RESP2).
enum RedisValue: Hashable, Sendable {
    /// Nothing.
    case null
    /// A whole number.
    case integer(Int)
    /// Bytes.
    case bytes([UInt8])
    /// A word such as `OK`.
    case status(String)
    /// What is wrong, in Redis' words.
    case error(String)
    /// Several.
    case array([RedisValue])

    /// The number, also of one written as text.
    var integer: Int? {
        if case .integer(let value) = self { return value }
        return text.flatMap { Int($0) }
    }

    /// The text of bytes or a word.
    var text: String? {
        switch self {
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .status(let text): text
        case .null, .integer, .error, .array: nil
        }
    }

    /// The parts; none of what has none.
    var parts: [RedisValue] {
        guard case .array(let values) = self else { return [] }
        return values
    }
}
