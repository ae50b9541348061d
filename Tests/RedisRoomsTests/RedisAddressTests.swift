// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import RedisRooms

struct RedisAddressTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let host: String
        var port = 6_379
        var isSecure = false
        var user: String?
        var password: String?
        var database = 0

        var testDescription: String { text }
    }

    @Test(arguments: [
        Row(text: "redis://localhost", host: "localhost"),
        Row(text: "redis://10.0.0.1:7000/", host: "10.0.0.1", port: 7_000),
        Row(text: "redis://[::1]", host: "::1"),
        Row(text: "redis://[::1]:7000/3", host: "::1", port: 7_000, database: 3),
        Row(text: "rediss://r.example:6380", host: "r.example", port: 6_380, isSecure: true),
        Row(text: "redis://:pa:ss@r.example", host: "r.example", password: "pa:ss"),
        Row(text: "redis://pass@r.example", host: "r.example", password: "pass"),
        Row(text: "redis://joom:p@ss@r.example/1", host: "r.example", user: "joom", password: "p@ss", database: 1),
    ])
    func isRead(_ row: Row) throws {
        let address = try #require(RedisAddress(row.text))
        #expect(address.host == row.host)
        #expect(address.port == row.port)
        #expect(address.isSecure == row.isSecure)
        #expect(address.user == row.user)
        #expect(address.password == row.password)
        #expect(address.database == row.database)
    }

    @Test(arguments: [
        "", "redis:", "redis://", "http://x", "redis://:0", "redis://x:0", "redis://x:65536", "redis://x:y",
        "redis://x/y",
        "redis://x/-1", "redis://[::1", "redis://[::1]x", "redis://a b", "redis://::1",
    ])
    func isNone(_ text: String) { #expect(RedisAddress(text) == nil) }
}

/// libhiredis' protocol through our door; answers come in whatever pieces the network makes.
struct RedisReaderTests {
    private static let answers = "+OK\r\n:42\r\n$-1\r\n$5\r\nh\u{e9}\r\n\r\n*2\r\n$1\r\na\r\n*1\r\n:7\r\n-ERR no\r\n"

    @Test(arguments: [1, 2, 3, 7, 1_000])
    func answersComeInPieces(_ size: Int) throws {
        let reader = try #require(RedisReader())
        var values: [RedisValue] = []
        let bytes = Array(Self.answers.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try reader.feed(bytes[start..<min(start + size, bytes.count)])
            while let value = try reader.next() { values.append(value) }
        }
        #expect(
            values == [
                .status("OK"), .integer(42), .null, .bytes(Array("h\u{e9}\r\n".utf8)),
                .array([.bytes([97]), .array([.integer(7)])]), .error("ERR no"),
            ]
        )
    }

    @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n", "*-5\r\n", "$99999999999999999999\r\n", ":x\r\n"])
    func whatIsNotRedisIsRefused(_ text: String) throws {
        let reader = try #require(RedisReader())
        #expect(throws: RedisReader.NotRedis.self) {
            try reader.feed(Array(text.utf8))
            while try reader.next() != nil {}
        }
    }

    @Test func commandsAreWritten() {
        #expect(
            RedisReader.command(["SET", "k\u{e9}", ""].map { Array($0.utf8) })
                == Array("*3\r\n$3\r\nSET\r\n$3\r\nk\u{e9}\r\n$0\r\n\r\n".utf8)
        )
    }
}
