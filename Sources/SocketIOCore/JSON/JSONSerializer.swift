// SPDX-License-Identifier: GPL-3.0-or-later

extension JSONValue {
    /// The value as JSON text without white space.
    ///
    /// Control characters are escaped, 0x1e among them: it separates packets of a long-polling payload.
    public var serialized: String { serialized(after: "") }

    /// The same, behind some other text.
    func serialized(after text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + leastBytes)
        bytes.append(contentsOf: text.utf8)
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// At least how many bytes of UTF-8 it takes as JSON; cheap, because no text is written.
    public var leastBytes: Int {
        switch self {
        case .null, .bool: 4
        case .integer, .double: 1
        case .string(let string): string.utf8.count + 2
        case .array(let values): values.reduce(2) { $0 + $1.leastBytes + 1 }
        case .object(let object): object.members.reduce(2) { $0 + $1.key.utf8.count + $1.value.leastBytes + 4 }
        case .binary(let bytes): bytes.count
        case .verbatim(let text): text.bytes.count
        }
    }

    func write(to bytes: inout [UInt8]) {
        switch self {
        case .null, .binary: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: value.description.utf8)
        case .double(let value): bytes.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
        case .string(let value): Self.write(value, to: &bytes)
        case .array(let values): Self.write(values, to: &bytes)
        case .object(let object): Self.write(object, to: &bytes)
        case .verbatim(let text): bytes.append(contentsOf: text.bytes)
        }
    }

    private static func write(_ values: [JSONValue], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            value.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private static func write(_ object: JSONObject, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in object.members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(member.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            member.value.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func write(_ string: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20, 0x7f: writeEscape(byte, to: &bytes)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func writeEscape(_ byte: UInt8, to bytes: inout [UInt8]) {
        let digits = String(byte, radix: 16)
        bytes.append(contentsOf: "\\u00\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8)
    }
}
