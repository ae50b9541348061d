// SPDX-License-Identifier: GPL-3.0-or-later

/// Why text is not JSON; `at` counts bytes from 0.
public enum JSONError: Error, Hashable, Sendable {
    /// The text ends inside a value.
    case truncated
    /// This byte cannot stand here.
    case unexpectedByte(UInt8, at: Int)
    /// A number of a form RFC 8259 does not know, or beyond a double's range.
    case badNumber(at: Int)
    /// A control character, a bad escape or bad UTF-8 inside a string.
    case badString(at: Int)
    /// Arrays and objects are nested deeper than allowed, which would exhaust the stack.
    case tooDeep(limit: Int)
    /// Something follows the value.
    case trailingBytes(at: Int)
}
