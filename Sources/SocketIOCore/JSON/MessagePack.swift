// SPDX-License-Identifier: GPL-3.0-or-later

/// MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md), as far as JSON and bytes go.
public enum MessagePack {
    /// Bytes that are no MessagePack, or more deeply nested than anybody needs.
    public struct Malformed: Error, Hashable, Sendable {}

    /// Writes a value.
    ///
    /// Small whole numbers take one byte, others nine. `verbatim` JSON is parsed for it.
    public static func encode(_ value: JSONValue) -> [UInt8] {
        var bytes: [UInt8] = []
        write(value, &bytes)
        return bytes
    }

    private static func write(_ value: JSONValue, _ bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(0xc0)
        case .bool(let value): bytes.append(value ? 0xc3 : 0xc2)
        case .integer(let value): write(value, &bytes)
        case .double(let value):
            bytes.append(0xcb)
            append(value.bitPattern, 8, &bytes)
        case .string(let text):
            header(text.utf8.count, (0xa0, 31), (0xd9, 0xda, 0xdb), &bytes)
            bytes.append(contentsOf: text.utf8)
        case .binary(let data):
            header(data.count, nil, (0xc4, 0xc5, 0xc6), &bytes)
            bytes.append(contentsOf: data)
        case .array(let values):
            header(values.count, (0x90, 15), (nil, 0xdc, 0xdd), &bytes)
            for value in values { write(value, &bytes) }
        case .object(let object):
            header(object.members.count, (0x80, 15), (nil, 0xde, 0xdf), &bytes)
            for member in object.members {
                write(.string(member.key), &bytes)
                write(member.value, &bytes)
            }
        case .verbatim(let text): write((try? JSONValue(parsing: text.bytes)) ?? .null, &bytes)
        }
    }

    private static func write(_ value: Int64, _ bytes: inout [UInt8]) {
        switch value {
        case 0..<0x80: bytes.append(UInt8(value))
        case -0x20..<0: bytes.append(UInt8(bitPattern: Int8(value)))
        default:
            bytes.append(0xd3)
            append(UInt64(bitPattern: value), 8, &bytes)
        }
    }

    /// How much follows: in the first byte itself, or in 1, 2 or 4 bytes after it.
    private static func header(
        _ count: Int,
        _ short: (base: UInt8, most: Int)?,
        _ long: (one: UInt8?, two: UInt8, four: UInt8),
        _ bytes: inout [UInt8]
    ) {
        if let short, count <= short.most {
            bytes.append(short.base | UInt8(count))
        } else if let one = long.one, count <= 0xff {
            bytes += [one, UInt8(count)]
        } else if count <= 0xffff {
            bytes.append(long.two)
            append(UInt64(count), 2, &bytes)
        } else {
            bytes.append(long.four)
            append(UInt64(count), 4, &bytes)
        }
    }

    private static func append(_ value: UInt64, _ count: Int, _ bytes: inout [UInt8]) {
        for index in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))) }
    }

    /// Reads one value.
    ///
    /// - Parameter bytes: nothing may follow the value. Extensions count as nothing: `undefined` comes as one.
    /// - Returns: the value; numbers beyond 64 bits with a sign become doubles.
    /// - Throws: what is no MessagePack.
    public static func decode(_ bytes: [UInt8]) throws(Malformed) -> JSONValue {
        var reader = MessagePackReader(bytes: bytes)
        let value = try reader.value(depth: 0)
        guard reader.isAtEnd else { throw Malformed() }
        return value
    }
}

/// Reads MessagePack; every access is checked.
private struct MessagePackReader {
    private static let maximumDepth = 32

    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func value(depth: Int) throws(MessagePack.Malformed) -> JSONValue {
        guard depth < Self.maximumDepth else { throw MessagePack.Malformed() }
        let first = try number(1)
        switch first {
        case 0x00...0x7f: return .integer(Int64(first))
        case 0x80...0x8f: return try object(Int(first & 0x0f), depth)
        case 0x90...0x9f: return try array(Int(first & 0x0f), depth)
        case 0xa0...0xbf: return try string(Int(first & 0x1f))
        case 0xc2, 0xc3: return .bool(first == 0xc3)
        case 0xc4...0xc6: return .binary(try data(try length(1 << (first - 0xc4))))
        case 0xc7...0xc9:
            let count = try length(1 << (first - 0xc7))
            _ = try data(1 + count)
            return .null
        case 0xd4...0xd8:
            _ = try data(1 + 1 << Int(first - 0xd4))
            return .null
        case 0xd9...0xdb: return try string(try length(1 << (first - 0xd9)))
        case 0xdc, 0xdd: return try array(try length(2 << (first - 0xdc)), depth)
        case 0xde, 0xdf: return try object(try length(2 << (first - 0xde)), depth)
        case 0xe0...0xff: return .integer(Int64(Int8(bitPattern: UInt8(first))))
        case 0xc0: return .null
        default: return try scalar(first)
        }
    }

    private mutating func scalar(_ first: UInt64) throws(MessagePack.Malformed) -> JSONValue {
        switch first {
        case 0xca: return .double(Double(Float(bitPattern: UInt32(try number(4)))))
        case 0xcb: return .double(Double(bitPattern: try number(8)))
        case 0xcc...0xcf:
            let value = try number(1 << (first - 0xcc))
            return Int64(exactly: value).map(JSONValue.integer) ?? .double(Double(value))
        case 0xd0: return .integer(Int64(Int8(bitPattern: UInt8(try number(1)))))
        case 0xd1: return .integer(Int64(Int16(bitPattern: UInt16(try number(2)))))
        case 0xd2: return .integer(Int64(Int32(bitPattern: UInt32(try number(4)))))
        case 0xd3: return .integer(Int64(bitPattern: try number(8)))
        default: throw MessagePack.Malformed()
        }
    }

    /// A big-endian number of so many bytes.
    private mutating func number(_ count: UInt64) throws(MessagePack.Malformed) -> UInt64 {
        try data(Int(count)).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func length(_ count: UInt64) throws(MessagePack.Malformed) -> Int { Int(try number(count)) }

    private mutating func data(_ count: Int) throws(MessagePack.Malformed) -> [UInt8] {
        guard count <= bytes.count - position else { throw MessagePack.Malformed() }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    private mutating func string(_ count: Int) throws(MessagePack.Malformed) -> JSONValue {
        .string(String(decoding: try data(count), as: UTF8.self))
    }

    private mutating func array(_ count: Int, _ depth: Int) throws(MessagePack.Malformed) -> JSONValue {
        // Each value takes a byte: nobody reserves memory by a number.
        guard count <= bytes.count - position else { throw MessagePack.Malformed() }
        var values: [JSONValue] = []
        for _ in 0..<count { values.append(try value(depth: depth + 1)) }
        return .array(values)
    }

    private mutating func object(_ count: Int, _ depth: Int) throws(MessagePack.Malformed) -> JSONValue {
        guard count <= bytes.count - position else { throw MessagePack.Malformed() }
        var members: [JSONObject.Member] = []
        for _ in 0..<count {
            guard case .string(let key) = try value(depth: depth + 1) else { throw MessagePack.Malformed() }
            members.append(JSONObject.Member(key: key, value: try value(depth: depth + 1)))
        }
        return .object(JSONObject(members))
    }
}
