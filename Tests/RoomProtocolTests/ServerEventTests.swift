// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import Testing

struct ServerEventTests {
    struct Wire: Sendable, CustomTestStringConvertible {
        let json: String
        let event: ServerEvent
        /// What is written again; nil when it is what was read.
        var canonical: String?

        var testDescription: String { json }
    }

    static func good() throws -> [Wire] {
        let bob = RemotePeer(id: PeerID("Qa91"), name: "Bob", capabilities: ["joom/1"])
        let routing = Routing(peer: PeerID("Qa91"), session: ClientEventTests.session)
        let blue = try RoomName("blue")
        return [
            // The seed's server.
            Wire(json: #"["welcome"]"#, event: .welcome(RemotePeer(id: nil))),
            Wire(json: #"["welcome",null]"#, event: .welcome(RemotePeer(id: nil)), canonical: #"["welcome"]"#),
            Wire(
                json: #"["offer",\#(ClientEventTests.offerJSON)]"#,
                event: .relay(ClientEventTests.offer, Routing())
            ),
            Wire(json: #"["ice",null]"#, event: .relay(RelayedValue(nil), Routing())),
            Wire(json: #"["ice"]"#, event: .relay(RelayedValue(nil), Routing()), canonical: #"["ice",null]"#),
            // The extension.
            Wire(json: #"["welcome",{"from":"Qa91","name":"Bob","capabilities":["joom/1"]}]"#, event: .welcome(bob)),
            Wire(
                json: #"["offer",\#(ClientEventTests.offerJSON),{"from":"Qa91","session":"00c0ffee00c0ffee"}]"#,
                event: .relay(ClientEventTests.offer, routing)
            ),
            Wire(
                json: #"["negotiate",{"reason":"codec","from":"Qa91","session":"00c0ffee00c0ffee"}]"#,
                event: .negotiate(.codec, routing)
            ),
            Wire(
                json: #"["state",{"microphone":false,"camera":true,"screen":false,"from":"Qa91"}]"#,
                event: .state(MediaState(microphone: false, camera: true), Routing(peer: PeerID("Qa91")))
            ),
            Wire(json: #"["bye",{"from":"Qa91","reason":"removed"}]"#, event: .bye(PeerID("Qa91"), .removed)),
            Wire(
                json: #"["bye",{"from":"Qa91","reason":"beamed"}]"#,
                event: .bye(PeerID("Qa91"), .lost),
                canonical: #"["bye",{"from":"Qa91","reason":"lost"}]"#
            ),
            Wire(
                json: #"["knock",{"from":"a","name":"Eve"}]"#,
                event: .knock(RemotePeer(id: PeerID("a"), name: "Eve"))
            ),
            Wire(json: #"["owner",{"owner":"Qa91"}]"#, event: .owner(PeerID("Qa91"))),
            Wire(json: #"["lock",{"value":true}]"#, event: .lock(true)),
            Wire(json: #"["closing",{"seconds":10}]"#, event: .closing(seconds: 10)),
            Wire(json: #"["admit",{"room":"blue"}]"#, event: .admit(blue)),
            Wire(
                json: #"["admit",{"room":"blue","key":"AAECAwQFBgcICQoLDA0ODw"}]"#,
                event: .admit(blue, key: "AAECAwQFBgcICQoLDA0ODw")
            ),
            Wire(json: #"["deny",{"room":"blue"}]"#, event: .deny(blue)),
            Wire(
                json: #"["refused",{"event":"offer","code":"not_member","message":"no"}]"#,
                event: .refused(event: "offer", SignalingRefusal(code: .notMember, message: "no"))
            ),
        ]
    }

    @Test(arguments: try good())
    func readsAndWritesEveryEvent(_ wire: Wire) throws {
        #expect(try ServerEvent(SocketEvent(json: wire.json)) == wire.event)
        #expect(wire.event.socketEvent.json == wire.canonical ?? wire.json)
    }

    @Test(arguments: [
        (#"["admit",{"room":"blue","key":"short"}]"#, MalformedEvent.badValue("admit.key")),
        (#"["welcome","x"]"#, MalformedEvent.wrongType("welcome", expected: "an object")),
        (#"["offer",{},{"from":"a b"}]"#, .badValue("routing.from")), (#"["bye"]"#, .missing("bye.from")),
        (#"["state",{}]"#, .missing("state.microphone")), (#"["admit",{"room":""}]"#, .badRoom(.empty)),
        (#"["refused",{"event":"offer"}]"#, .missing("refused.code")),
    ])
    func saysWhatIsMalformed(_ json: String, _ error: MalformedEvent) throws {
        let event = try SocketEvent(json: json)
        #expect(throws: error) { try ServerEvent(event) }
    }

    @Test func ignoresUnknownNames() throws {
        #expect(try ServerEvent(SocketEvent("chat")) == nil)
    }

    @Test(
        arguments: [
            (
                #"{"candidate":"candidate:1","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"ab"}"#, "candidate:1",
                "0", 0, "ab"
            ),
            (
                #"{"candidate":"candidate:1","sdpMid":null,"sdpMLineIndex":1.0,"usernameFragment":null}"#,
                "candidate:1", nil, 1, nil
            ),
            (#"{"candidate":"","sdpMid":"audio","foundation":"1"}"#, "", "audio", nil, nil),
        ] as [(String, String, String?, Int?, String?)]
    )
    func readsABrowsersCandidate(_ json: String, _ text: String, _ mid: String?, _ index: Int?, _ fragment: String?)
        throws
    {
        let relayed = RelayedValue(kind: .ice, value: try JSONValue(parsing: json))
        let expected = IceCandidate(candidate: text, sdpMid: mid, sdpMLineIndex: index, usernameFragment: fragment)
        #expect(try relayed.message() == .ice(expected))
        #expect(try RelayedValue(expected).message() == .ice(expected))
    }

    @Test func readsDescriptionsAndTheEndOfCandidates() throws {
        let answer = SessionDescription(kind: .answer, sdp: "v=0\r\n")
        #expect(try RelayedValue(answer).message() == .answer(answer))
        #expect(try RelayedValue(kind: .answer, value: ["sdp": "v=0\r\n"]).message() == .answer(answer))
        #expect(try RelayedValue(kind: .ice, value: .null).message() == .ice(nil))
        let read = try #require(try ServerEvent(SocketEvent("offer", [ClientEventTests.offer.value]))?.message())
        #expect(read.message == .offer(SessionDescription(kind: .offer, sdp: "v=0\r\n")))
        #expect(try ServerEvent.welcome(RemotePeer(id: nil)).message() == nil)
    }

    @Test(
        arguments: [
            (.offer, "null", .missing("description")),
            (.offer, "[]", .wrongType("description", expected: "an object")),
            (.offer, #"{"type":"offer"}"#, .missing("description.sdp")),
            (.offer, #"{"type":"answer","sdp":"v"}"#, .badValue("description.type")),
            (.answer, #"{"type":"rollback","sdp":"v"}"#, .badValue("description.type")),
            (.answer, #"{"type":"answer","sdp":""}"#, .badValue("description.sdp")),
            (.ice, "{}", .missing("candidate.candidate")),
            (.ice, #"{"candidate":1}"#, .wrongType("candidate.candidate", expected: "a string")),
            (.ice, #"{"candidate":"c","sdpMLineIndex":-1}"#, .badValue("candidate.sdpMLineIndex")),
            (
                .ice, #"{"candidate":"c","sdpMLineIndex":0.5}"#,
                .wrongType("candidate.sdpMLineIndex", expected: "a whole number")
            ),
        ] as [(RelayedValue.Kind, String, MalformedEvent)]
    )
    func refusesNonsenseInside(_ kind: RelayedValue.Kind, _ json: String, _ error: MalformedEvent) throws {
        let relayed = RelayedValue(kind: kind, value: try JSONValue(parsing: json))
        #expect(throws: error) { try relayed.message() }
    }
}
