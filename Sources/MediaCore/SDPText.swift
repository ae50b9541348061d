// SPDX-License-Identifier: GPL-3.0-or-later

/// A description cut into lines that are fit to be looked at: RFC 8866 section 5, and no control characters.
struct SDPText {
    /// One `type=value` line.
    struct Line {
        /// The letter before the equals sign.
        let type: Character
        /// What follows it.
        let value: Substring

        /// The attribute's name, if this is an attribute.
        var attribute: Substring? { type == "a" ? value.prefix { $0 != ":" } : nil }

        /// The attribute's value; empty for a flag.
        var attributeValue: Substring { value.drop { $0 != ":" }.dropFirst() }
    }

    /// Lines before the first `m=`.
    var session: [Line] = []
    /// For each `m=`, that line and those up to the next.
    var sections: [[Line]] = []

    init(_ sdp: String, limits: SDPGate.Limits) throws(SDPError) {
        guard sdp.utf8.count <= limits.bytes else { throw .tooLarge(bytes: sdp.utf8.count, limit: limits.bytes) }
        var number = 0
        for bytes in Substring(sdp).utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard number <= limits.lines else { throw .tooManyLines(limit: limits.lines) }
            let line = try Self.line(bytes, number: number, limits: limits)
            guard let line else { continue }
            try append(line, number: number, limits: limits)
        }
        guard number > 0, !session.isEmpty else { throw .malformedLine(line: 1, text: "") }
    }

    private mutating func append(_ line: Line, number: Int, limits: SDPGate.Limits) throws(SDPError) {
        if session.isEmpty, line.type != "v" || line.value != "0" {
            throw .malformedLine(line: number, text: SDPError.excerpt("\(line.type)=\(line.value)"))
        }
        if line.type == "m" {
            guard sections.count < limits.sections else { throw .tooManySections(limit: limits.sections) }
            sections.append([line])
        } else if sections.isEmpty {
            session.append(line)
        } else {
            sections[sections.endIndex - 1].append(line)
        }
    }

    /// Reads a line without its LF; nil for an empty one, as after the last.
    private static func line(
        _ bytes: Substring.UTF8View,
        number: Int,
        limits: SDPGate.Limits
    ) throws(SDPError) -> Line? {
        var bytes = bytes
        if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
        guard bytes.count <= limits.lineBytes else {
            throw .lineTooLong(line: number, bytes: bytes.count, limit: limits.lineBytes)
        }
        for byte in bytes where byte < 0x20 || byte == 0x7F { throw .controlCharacter(line: number, byte: byte) }
        guard let letter = bytes.first else { return nil }
        guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter), bytes.dropFirst().first == UInt8(ascii: "=")
        else { throw .malformedLine(line: number, text: SDPError.excerpt(Substring(bytes))) }
        return Line(type: Character(UnicodeScalar(letter)), value: Substring(bytes.dropFirst(2)))
    }
}

extension StringProtocol {
    /// A number of decimal digits alone, at most `limit`; nil for signs, spaces and everything else.
    func decimal(atMost limit: Int) -> Int? {
        guard !isEmpty, utf8.count <= 10, utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            let number = Int(self), number <= limit
        else { return nil }
        return number
    }
}
