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
            switch try next() {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"): _ = try parseEscape()
            case 0..<0x20: throw .badString(at: position - 1)
            default: continue
            }
        }
    }
}
