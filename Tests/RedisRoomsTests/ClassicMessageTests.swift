// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

@testable import RedisRooms

/// Messages as Node servers with Socket.IO's Redis adapter publish them.
struct ClassicMessageTests {
    /// `["abcdef", {type: 2, data: ["welcome"], nsp: "/"}, {rooms: ["blue"], except: ["SID"], flags: {}}]`, as captured.
    private static let welcome: [UInt8] =
        [0x93, 0xa6] + Array("abcdef".utf8) + [0x83, 0xa4] + Array("type".utf8) + [0x02, 0xa4] + Array("data".utf8)
        + [0x91, 0xa7] + Array("welcome".utf8) + [0xa3] + Array("nsp".utf8) + [0xa1] + Array("/".utf8)
        + [0x83, 0xa5] + Array("rooms".utf8) + [0x91, 0xa4] + Array("blue".utf8)
        + [0xa6] + Array("except".utf8) + [0x91, 0xa3] + Array("SID".utf8) + [0xa5] + Array("flags".utf8) + [0x80]

    @Test func aMessageOfNodeIsRead() throws {
        let message = try #require(ClassicMessage(Self.welcome))
        #expect(
            message == ClassicMessage(server: "abcdef", event: SocketEvent("welcome"), rooms: ["blue"], except: ["SID"])
        )
        #expect(message.bytes == Self.welcome)
    }

    @Test func orderOfKeysIsFreeAndRoomsMayBeNumbers() throws {
        let bytes = MessagePack.encode([
            "abcdef", ["nsp": "/", "data": ["offer", ["sdp": "v=0"], .binary([1, 2])], "type": 5],
            ["flags": ["volatile": true], "except": .null, "rooms": [42, "42", "x"]],
        ])
        let message = try #require(ClassicMessage(bytes))
        #expect(message.event == SocketEvent("offer", [["sdp": "v=0"], .binary([1, 2])]))
        #expect(message.rooms == ["42", "42", "x"])
        #expect(message.except == [])
    }

    @Test(
        arguments: [
            [], ["abcdef"], ["abcdef", ["type": 2, "data": ["x"], "nsp": "/admin"], [:]],
            ["abcdef", ["type": 0, "data": ["x"], "nsp": "/"], [:]],
            ["abcdef", ["type": 2, "data": [], "nsp": "/"], [:]],
            ["abcdef", ["type": 2, "data": [1], "nsp": "/"], [:]], [1, ["type": 2, "data": ["x"]], [:]], "x",
        ] as [JSONValue]
    )
    func whatIsNoEventIsPassedOver(_ value: JSONValue) { #expect(ClassicMessage(MessagePack.encode(value)) == nil) }
}
