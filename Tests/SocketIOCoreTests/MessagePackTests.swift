// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

struct MessagePackTests {
    @Test(
        arguments: [
            .null, true, false, 0, 127, 128, -1, -32, -33, .integer(.max), .integer(.min), 1.5, "", "é", .binary([]),
            .binary([1, 2, 3]), [], [1, [2, [3]]], [:], ["a": 1, "b": ["c": .null]],
            .string(String(repeating: "x", count: 31)), .string(String(repeating: "x", count: 32)),
            .string(String(repeating: "x", count: 300)), .string(String(repeating: "x", count: 70_000)),
            .binary([UInt8](repeating: 7, count: 300)), .binary([UInt8](repeating: 7, count: 70_000)),
            .array([JSONValue](repeating: 1, count: 16)), .array([JSONValue](repeating: 1, count: 70_000)),
        ] as [JSONValue]
    )
    func whatIsWrittenIsRead(_ value: JSONValue) throws {
        #expect(try MessagePack.decode(MessagePack.encode(value)) == value)
    }

    /// Widths and kinds that others write and we do not.
    @Test(
        arguments: [
            ([0xcc, 0xff], 255), ([0xcd, 1, 0], 256), ([0xce, 0, 1, 0, 0], 65_536),
            ([0xcf, 0, 0, 0, 0, 0, 0, 0, 5], 5),
            ([0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], .double(18_446_744_073_709_551_616)),
            ([0xd0, 0x80], -128), ([0xd1, 0xff, 0], -256), ([0xd2, 0xff, 0xff, 0xff, 0xff], -1),
            ([0xca, 0x3f, 0xc0, 0, 0], 1.5), ([0xd4, 0, 0], .null),
            ([0xd8, 0] + [UInt8](repeating: 0, count: 16), .null),
            ([0xc7, 2, 9, 1, 2], .null), ([0xd9, 1, 97], "a"), ([0xda, 0, 1, 97], "a"), ([0xdb, 0, 0, 0, 1, 97], "a"),
            ([0xdc, 0, 1, 1], [1]), ([0xdd, 0, 0, 0, 1, 1], [1]), ([0xde, 0, 1, 0xa1, 97, 1], ["a": 1]),
            ([0xdf, 0, 0, 0, 1, 0xa1, 97, 1], ["a": 1]), ([0xc6, 0, 0, 0, 1, 9], .binary([9])),
        ] as [([UInt8], JSONValue)]
    )
    func whatOthersWriteIsRead(_ bytes: [UInt8], _ value: JSONValue) throws {
        #expect(try MessagePack.decode(bytes) == value)
    }

    @Test(
        arguments: [
            [], [0xc1], [0xa2, 97], [0x91], [0x81, 1, 1], [0x81, 0xa1, 97], [0xdd, 0xff, 0xff, 0xff, 0xff], [0xcb, 0],
            [0xdf, 0xff, 0xff, 0xff, 0xff, 1], [0xc6, 0xff, 0xff, 0xff, 0xff], [1, 1], [0xd8, 0, 1],
            [UInt8](repeating: 0x91, count: 5_000),
        ] as [[UInt8]]
    )
    func whatIsNoneIsRefused(_ bytes: [UInt8]) {
        #expect(throws: MessagePack.Malformed.self) { try MessagePack.decode(bytes) }
    }

    /// What is a part of a message is none, and no byte of one makes it a trap.
    @Test func piecesAndChangesDoNoHarm() {
        let bytes = MessagePack.encode([
            "uid", ["type": 2, "data": ["offer", ["sdp": "v=0"], .binary([1])]], ["rooms": ["r", 7]],
        ])
        for count in bytes.indices {
            #expect(throws: MessagePack.Malformed.self) { try MessagePack.decode(Array(bytes[..<count])) }
        }
        for index in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[index] = byte
                _ = try? MessagePack.decode(changed)
            }
        }
    }
}
