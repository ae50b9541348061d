// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

struct SocketPacketTests {
    struct Case: Sendable {
        let text: String
        let packet: SocketPacket
    }

    @Test(arguments: [
        Case(text: "0", packet: SocketPacket(.connect(nil))),
        Case(text: #"0/admin,{"token":"123"}"#, packet: .make(.connect(["token": "123"]), "/admin")),
        Case(text: "1", packet: SocketPacket(.disconnect)),
        Case(text: "1/admin,", packet: .make(.disconnect, "/admin")),
        Case(text: #"2["foo"]"#, packet: SocketPacket(.event(SocketEvent("foo"), ack: nil))),
        Case(text: #"20["foo",null]"#, packet: SocketPacket(.event(SocketEvent("foo", [nil]), ack: 0))),
        Case(text: #"2/a,12["방",{"x":1}]"#, packet: .make(.event(SocketEvent("방", [["x": 1]]), ack: 12), "/a")),
        Case(text: "3/admin,13[]", packet: .make(.ack(13, []), "/admin")),
        Case(text: #"4{"message":"no"}"#, packet: SocketPacket(.connectError(["message": "no"]))),
    ])
    func textAndPacketAreTheSame(_ item: Case) throws {
        var decoder = SocketPacketDecoder()
        #expect(try decoder.decode(text: item.text) == item.packet)
        #expect(item.packet.encoded().packets == [.message(item.text)])
    }

    @Test func bytesTravelAsAttachments() throws {
        let event = SocketEvent("baz", [.binary([1, 2]), ["deep": [.binary([3])]]])
        let packet = SocketPacket(.event(event, ack: 7), namespace: SocketNamespace("/a"))
        let encoded = packet.encoded()
        #expect(
            encoded.text
                == #"52-/a,7["baz",{"_placeholder":true,"num":0},{"deep":[{"_placeholder":true,"num":1}]}]"#
        )
        #expect(encoded.packets.dropFirst() == [.binary([1, 2]), .binary([3])])
        var decoder = SocketPacketDecoder()
        #expect(try decoder.decode(text: encoded.text) == nil)
        #expect(try decoder.decode(binary: [1, 2]) == nil)
        #expect(decoder.isAwaitingAttachments)
        #expect(try decoder.decode(binary: [3]) == packet)
        #expect(!decoder.isAwaitingAttachments)
    }

    @Test(arguments: [#"45-["a"]"#, #"450-["a"]"#])
    func noAttachmentsMeansComplete(_ text: String) throws {
        var decoder = SocketPacketDecoder()
        let packet = try decoder.decode(text: String(text.dropFirst()))
        #expect(packet == SocketPacket(.event(SocketEvent("a"), ack: nil)))
    }

    struct Refused: Sendable {
        let text: String
        let error: SocketError
    }

    @Test(arguments: [
        Refused(text: "", error: .empty),
        Refused(text: "7", error: .badType(0x37)),
        Refused(text: "2", error: .badPayload),
        Refused(text: "2{}", error: .badPayload),
        Refused(text: "2[]", error: .badPayload),
        Refused(text: "2[null]", error: .badPayload),
        Refused(text: "2[{}]", error: .badPayload),
        Refused(text: #"2["disconnecting"]"#, error: .reservedEvent("disconnecting")),
        Refused(text: "2[\"a\"", error: .badJSON(.truncated)),
        Refused(text: "0[]", error: .badPayload),
        Refused(text: "1{}", error: .badPayload),
        Refused(text: "3[]", error: .badAckID),
        Refused(text: "31{}", error: .badPayload),
        Refused(text: "4", error: .badPayload),
        Refused(text: #"2999999999999999999999["a"]"#, error: .badAckID),
        Refused(text: #"5["a"]"#, error: .badAttachmentCount),
        Refused(text: #"599999999999999999999-["a"]"#, error: .badAttachmentCount),
        Refused(text: #"511-["a"]"#, error: .tooManyAttachments(11, limit: 10)),
        Refused(text: "51-{}", error: .badPayload),
    ])
    func refuses(_ item: Refused) {
        var decoder = SocketPacketDecoder()
        #expect(throws: item.error) { try decoder.decode(text: item.text) }
    }

    @Test(arguments: [
        #"51-["a",{"_placeholder":true,"num":1}]"#,
        #"51-["a",{"_placeholder":true,"num":-1}]"#,
        #"51-["a",{"_placeholder":true,"num":"0"}]"#,
        #"51-["a",{"_placeholder":true}]"#,
        #"51-["a",{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}]"#,
    ])
    func refusesPlaceholdersThatPointNowhereOrTwice(_ text: String) throws {
        var decoder = SocketPacketDecoder()
        #expect(try decoder.decode(text: text) == nil)
        #expect(throws: SocketError.badPlaceholder) { try decoder.decode(binary: [1]) }
    }

    @Test func attachmentsComeInTurn() throws {
        var decoder = SocketPacketDecoder(limits: ProtocolLimits(maximumPayload: 3))
        #expect(throws: SocketError.unexpectedBinary) { try decoder.decode(binary: [1]) }
        #expect(try decoder.decode(text: #"52-["a"]"#) == nil)
        #expect(throws: SocketError.unexpectedText(missing: 2)) { try decoder.decode(text: "0") }
        #expect(try decoder.decode(binary: [1, 2]) == nil)
        #expect(throws: SocketError.tooLarge(bytes: 4, limit: 3)) { try decoder.decode(binary: [1, 2]) }
    }
}

extension SocketPacket {
    static func make(_ body: Body, _ namespace: String) -> SocketPacket {
        SocketPacket(body, namespace: SocketNamespace(namespace))
    }
}
