// SPDX-License-Identifier: GPL-3.0-or-later

extension JSONParser {
    /// Takes a string from its opening to its closing quote.
    mutating func parseString() throws(JSONError) -> String {
        position += 1
        var start = position
        var collected: [UInt8] = []
        var isPlain = true
        while true {
            let byte = try next()
            switch byte {
            case UInt8(ascii: "\""):
                if isPlain { return try validated(bytes[start..<(position - 1)], at: start) }
                collected.append(contentsOf: bytes[start..<(position - 1)])
                return try validated(collected[...], at: start)
            case UInt8(ascii: "\\"):
                isPlain = false
                collected.append(contentsOf: bytes[start..<(position - 1)])
                collected.append(contentsOf: String(try parseEscape()).utf8)
                start = position
            case 0..<0x20: throw .badString(at: position - 1)
            default: continue
            }
        }
    }

    private func validated(_ utf8: ArraySlice<UInt8>, at start: Int) throws(JSONError) -> String {
        guard let string = String(validating: utf8, as: UTF8.self) else { throw .badString(at: start) }
        return string
    }

    mutating func parseEscape() throws(JSONError) -> Unicode.Scalar {
        let byte = try next()
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try parseUnicodeEscape()
        default: throw .badString(at: position - 1)
        }
    }

    private mutating func parseUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let replacement: Unicode.Scalar = "\u{fffd}"
        let unit = try parseHexUnit()
        guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) ?? replacement }
        let resume = position
        guard peek == UInt8(ascii: "\\") else { return replacement }
        position += 1
        guard peek == UInt8(ascii: "u") else {
            position = resume
            return replacement
        }
        position += 1
        let trail = try parseHexUnit()
        guard UTF16.isTrailSurrogate(trail) else {
            position = resume
            return replacement
        }
        let offset = (UInt32(unit) - 0xd800) << 10 | (UInt32(trail) - 0xdc00)
        return Unicode.Scalar(0x10000 + offset) ?? replacement
    }

    private mutating func parseHexUnit() throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            let byte = try next()
            let digit: UInt8 =
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
                case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
                case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
                default: throw .badString(at: position - 1)
                }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// Takes a number: `-? (0 | [1-9][0-9]*) ('.' [0-9]+)? ([eE] [+-]? [0-9]+)?`.
    mutating func parseNumber() throws(JSONError) -> JSONValue {
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        let firstDigit = peek
        let wholeDigits = skipDigits()
        guard wholeDigits > 0, wholeDigits == 1 || firstDigit != UInt8(ascii: "0") else { throw .badNumber(at: start) }
        var isWhole = true
        if peek == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            guard skipDigits() > 0 else { throw .badNumber(at: start) }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            isWhole = false
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() > 0 else { throw .badNumber(at: start) }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let double = Double(text), double.isFinite else { throw .badNumber(at: start) }
        return .double(double)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position - start
    }
}
