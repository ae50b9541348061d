// SPDX-License-Identifier: GPL-3.0-or-later

extension JSONParser {
    /// Takes an object as the text that it is; looks only whether it is JSON.
    mutating func parseVerbatim(depth: Int) throws(JSONError) -> JSONValue {
        let start = position
        try skipValue(depth: depth)
        return .verbatim(JSONText(bytes: Array(bytes[start..<position])))
    }

    private mutating func skipValue(depth: Int) throws(JSONError) {
        skipWhitespace()
        guard let byte = peek else { throw .truncated }
        switch byte {
        case UInt8(ascii: "{"): try skipObject(depth: depth + 1)
        case UInt8(ascii: "["): try skipArray(depth: depth + 1)
        case UInt8(ascii: "\""): try skipString()
        default: _ = try parseValue(depth: depth)
        }
    }

    private mutating func skipArray(depth: Int) throws(JSONError) {
        guard depth <= maximumDepth else { throw .tooDeep(limit: maximumDepth) }
        guard try !closesAtOnce(with: UInt8(ascii: "]")) else { return }
        repeat { try skipValue(depth: depth) } while try continues(until: UInt8(ascii: "]"))
    }

    private mutating func skipObject(depth: Int) throws(JSONError) {
        guard depth <= maximumDepth else { throw .tooDeep(limit: maximumDepth) }
        guard try !closesAtOnce(with: UInt8(ascii: "}")) else { return }
        repeat {
            skipWhitespace()
            guard let quote = peek else { throw .truncated }
            guard quote == UInt8(ascii: "\"") else { throw .unexpectedByte(quote, at: position) }
            try skipString()
            skipWhitespace()
            let start = position
            let colon = try next()
            guard colon == UInt8(ascii: ":") else { throw .unexpectedByte(colon, at: start) }
            try skipValue(depth: depth)
        } while try continues(until: UInt8(ascii: "}"))
    }

    private mutating func closesAtOnce(with close: UInt8) throws(JSONError) -> Bool {
        position += 1
        skipWhitespace()
        guard peek == close else { return false }
        position += 1
        return true
    }

    private mutating func skipString() throws(JSONError) {
        position += 1
        while true {
            position = Self.endOfPlainText(bytes.span.bytes, from: position)
            switch try next() {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"): _ = try parseEscape()
            case 0..<0x20: throw .badString(at: position - 1)
            default: continue
            }
        }
    }

    /// Skips what means nothing in a string, eight bytes at a time; most of a description is like that.
    ///
    /// Stops at a quotation mark, a backslash or a control character, or near the end of the text; the bytes before the
    /// stop are none of these. A byte less than another is what borrows when it is subtracted from.
    private static func endOfPlainText(_ text: RawSpan, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones &* 0x80
        var position = start
        while position + 8 <= text.byteCount {
            let word = UInt64(littleEndian: text.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
            let quotes = word ^ ones &* UInt64(UInt8(ascii: "\""))
            let backslashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
            let stops =
                (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (word &- ones &* 0x20) & ~word
            let first = (stops & highBits).trailingZeroBitCount / 8
            position += first
            if first < 8 { break }
        }
        return position
    }
}
