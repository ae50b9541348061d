// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

struct EnginePacketTests {
    static let handshake = EngineHandshake(
        sid: EngineSessionID("lv_VI97HAXpY6yYWAAAC"),
        upgrades: ["websocket"],
        pingInterval: .milliseconds(25000),
        pingTimeout: .milliseconds(20000),
        maxPayload: 1_000_000
    )

    struct Case: Sendable {
        let text: String
        let packet: EnginePacket
    }

    static let cases = [
        Case(
            text:
                #"0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#,
            packet: .open(handshake)
        ),
        Case(text: "1", packet: .close),
        Case(text: "2", packet: .ping("")),
        Case(text: "2probe", packet: .ping("probe")),
        Case(text: "3probe", packet: .pong("probe")),
        Case(text: "4hello €", packet: .message("hello €")),
        Case(text: "4", packet: .message("")),
        Case(text: "5", packet: .upgrade),
        Case(text: "6", packet: .noop),
    ]

    @Test(arguments: cases)
    func textAndPacketAreTheSame(_ item: Case) throws {
        #expect(try EnginePacket(text: item.text) == item.packet)
        #expect(item.packet.text == item.text)
    }

    struct Refused: Sendable {
        let text: String
        let error: EngineError
    }

    @Test(arguments: [
        Refused(text: "", error: .empty),
        Refused(text: "7", error: .badType(0x37)),
        Refused(text: "abc", error: .badType(0x61)),
        Refused(text: "5x", error: .unexpectedPayload),
        Refused(text: "0{}", error: .badHandshake),
        Refused(text: #"0{"sid":"a","pingInterval":0,"pingTimeout":1}"#, error: .badHandshake),
        Refused(text: #"0{"sid":"a","pingInterval":1e300,"pingTimeout":1}"#, error: .badHandshake),
    ])
    func refuses(_ item: Refused) {
        #expect(throws: item.error) { try EnginePacket(text: item.text) }
    }

    @Test func payloadJoinsTextAndBinary() {
        let packets: [EnginePacket] = [.message("€"), .binary([1, 2, 3, 4]), .ping("")]
        let body = EnginePayload.encode(packets)
        #expect(body == Array("4€\u{1e}bAQIDBA==\u{1e}2".utf8))
        let decoded = EnginePayload.decode(body, limit: 100)
        #expect(decoded.packets == packets)
        #expect(decoded.failure == nil)
    }

    struct BadBody: Sendable {
        let body: [UInt8]
        let good: Int
        let error: EngineError
    }

    @Test(arguments: [
        BadBody(body: Array("4a\u{1e}9\u{1e}4b".utf8), good: 1, error: .badType(0x39)),
        BadBody(body: [], good: 0, error: .empty),
        BadBody(body: Array("4a\u{1e}".utf8), good: 1, error: .empty),
        BadBody(body: [0x34, 0xff], good: 0, error: .badUTF8),
        BadBody(body: Array("b!".utf8), good: 0, error: .badBase64),
        BadBody(body: Array("4123456789012345678901234567890".utf8), good: 0, error: .tooLarge(bytes: 31, limit: 30)),
    ])
    func packetsBeforeABadOneCount(_ item: BadBody) {
        let decoded = EnginePayload.decode(item.body, limit: 30)
        #expect(decoded.packets.count == item.good)
        #expect(decoded.failure == item.error)
    }
}

struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ])
    func followsRFC4648(_ plain: String, _ text: String) throws {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(try Base64.decode(text.utf8) == Array(plain.utf8))
    }

    @Test(arguments: ["A", "A===", "Zg=", "Z=g=", "Zm9v====", "Zg==Zg=="])
    func refuses(_ text: String) {
        #expect(throws: EngineError.badBase64) { try Base64.decode(text.utf8) }
    }

    @Test func theURLAlphabetHasNoPadding() throws {
        #expect(Base64.encodeURLSafe([0xfb, 0xff]) == "-_8")
        #expect(try Base64.decodeURLSafe("-_8".utf8) == [0xfb, 0xff])
    }
}
