// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import Testing

struct ClientEventTests {
    struct Wire: Sendable, CustomTestStringConvertible {
        let json: String
        let event: ClientEvent
        /// What is written again; nil when it is what was read.
        var canonical: String?

        var testDescription: String { json }
    }

    static let offer = RelayedValue(SessionDescription(kind: .offer, sdp: "v=0\r\n"))
    static let offerJSON = #"{"type":"offer","sdp":"v=0\r\n"}"#
    static let session = SessionID("00c0ffee00c0ffee")

    static func good() throws -> [Wire] {
        let blue = try RoomName("blue")
        let full = JoinRequest(
            name: "Ada",
            peerID: PeerID("f3Jk"),
            resume: "9c",
            capabilities: ["joom/1", "x"],
            admission: "pr00f"
        )
        let routing = Routing(peer: PeerID("Qa91"), session: session, mac: "m4c")
        let noMore = RelayedValue(nil as IceCandidate?)
        return [
            // The seed's page.
            Wire(json: #"["join_room","blue"]"#, event: .join(blue, nil)),
            Wire(json: #"["join_room","blue",null,7]"#, event: .join(blue, nil), canonical: #"["join_room","blue"]"#),
            Wire(json: #"["offer",\#(offerJSON),"blue"]"#, event: .relay(offer, blue, Routing())),
            Wire(json: #"["ice",null,"blue"]"#, event: .relay(noMore, blue, Routing())),
            Wire(
                json: #"["answer",[1,"x"],"blue"]"#,
                event: .relay(RelayedValue(kind: .answer, value: [1, "x"]), blue, Routing())
            ),
            // The extension.
            Wire(
                json: #"["join_room","blue",{}]"#,
                event: .join(blue, JoinRequest()),
                canonical: #"["join_room","blue",{"capabilities":[]}]"#
            ),
            Wire(
                json: #"["join_room","blue",{"name":"","peer_id":null,"new":1}]"#,
                event: .join(blue, JoinRequest()),
                canonical: #"["join_room","blue",{"capabilities":[]}]"#
            ),
            Wire(
                json:
                    #"["join_room","blue",{"name":"Ada","peer_id":"f3Jk","resume":"9c","capabilities":["joom/1","x"],"#
                    + #""admission":"pr00f"}]"#,
                event: .join(blue, full)
            ),
            Wire(
                json: #"["offer",\#(offerJSON),"blue",{"to":"Qa91","session":"00c0ffee00c0ffee","mac":"m4c"}]"#,
                event: .relay(offer, blue, routing)
            ),
            Wire(
                json:
                    #"["negotiate","blue",{"reason":"ice-failed","to":"Qa91","session":"00c0ffee00c0ffee","mac":"m4c"}]"#,
                event: .negotiate(.iceFailed, blue, routing)
            ),
            Wire(
                json: #"["state","blue",{"microphone":true,"camera":false,"screen":true}]"#,
                event: .state(MediaState(microphone: true, camera: false, screen: true), blue, Routing())
            ),
            Wire(
                json: #"["state","blue",{"camera":false,"microphone":true}]"#,
                event: .state(MediaState(microphone: true, camera: false), blue, Routing()),
                canonical: #"["state","blue",{"microphone":true,"camera":false,"screen":false}]"#
            ),
            Wire(json: #"["leave_room","blue"]"#, event: .leave(blue)),
            Wire(json: #"["lock","blue",{"value":true}]"#, event: .lock(blue, true)),
            Wire(json: #"["admit","blue",{"to":"a"}]"#, event: .decide(.admit, blue, PeerID("a"))),
            Wire(json: #"["deny","blue",{"to":"a"}]"#, event: .decide(.deny, blue, PeerID("a"))),
            Wire(json: #"["remove","blue",{"to":"a"}]"#, event: .decide(.remove, blue, PeerID("a"))),
            Wire(json: #"["owner","blue",{"to":"a"}]"#, event: .decide(.owner, blue, PeerID("a"))),
        ]
    }

    @Test(arguments: try good())
    func readsAndWritesEveryEvent(_ wire: Wire) throws {
        #expect(try ClientEvent(SocketEvent(json: wire.json)) == wire.event)
        #expect(wire.event.socketEvent.json == wire.canonical ?? wire.json)
        #expect(wire.event.room.rawValue == "blue")
    }

    @Test(arguments: [
        (#"["join_room"]"#, MalformedEvent.missing("room"), SignalingRefusal.Code.badRequest),
        (#"["join_room",null]"#, .missing("room"), .badRequest),
        (#"["join_room",["a","b"]]"#, .wrongType("room", expected: "a string"), .badRoom),
        (#"["join_room",""]"#, .badRoom(.empty), .badRoom),
        (#"["join_room","a\u0000"]"#, .badRoom(.controlCharacter), .badRoom),
        (#"["join_room","a","name"]"#, .wrongType("join", expected: "an object"), .badRequest),
        (#"["join_room","a",{"name":1}]"#, .wrongType("join.name", expected: "a string"), .badRequest),
        (#"["join_room","a",{"name":"\u001b[2J"}]"#, .badValue("join.name"), .badRequest),
        (#"["join_room","a",{"peer_id":""}]"#, .badValue("join.peer_id"), .badRequest),
        (#"["join_room","a",{"peer_id":"a b"}]"#, .badValue("join.peer_id"), .badRequest),
        (
            #"["join_room","a",{"capabilities":"joom/1"}]"#, .wrongType("join.capabilities", expected: "a list"),
            .badRequest
        ),
        (#"["join_room","a",{"capabilities":[null]}]"#, .missing("join.capabilities[0]"), .badRequest),
        (
            #"["join_room","a",{"resume":"\#(String(repeating: "x", count: 257))"}]"#,
            .tooLarge("join.resume", size: 257, limit: 256), .badRequest
        ),
        (#"["offer"]"#, .missing("room"), .badRequest), (#"["offer",{}]"#, .missing("room"), .badRequest),
        (#"["offer",{},[]]"#, .wrongType("room", expected: "a string"), .badRoom),
        (#"["offer",{},"a",{"session":"xyz"}]"#, .badValue("routing.session"), .badRequest),
        (#"["offer",{},"a",{"to":5}]"#, .wrongType("routing.to", expected: "a string"), .badRequest),
        (#"["ice",null,"a",[]]"#, .wrongType("routing", expected: "an object"), .badRequest),
        (
            #"["offer","\#(String(repeating: "x", count: 65_535))","a"]"#,
            .tooLarge("offer", size: 65_537, limit: 65_536), .badRequest
        ),
        (#"["negotiate","a"]"#, .missing("negotiation.reason"), .badRequest),
        (#"["negotiate","a",{"reason":"why"}]"#, .badValue("negotiation.reason"), .badRequest),
        (#"["state","a",{"microphone":true}]"#, .missing("state.camera"), .badRequest),
        (
            #"["state","a",{"microphone":1,"camera":true}]"#,
            .wrongType("state.microphone", expected: "true or false"), .badRequest
        ),
        (#"["leave_room",7]"#, .wrongType("room", expected: "a string"), .badRoom),
        (#"["lock","a"]"#, .missing("lock.value"), .badRequest),
        (#"["remove","a",{}]"#, .missing("decision.to"), .badRequest),
    ])
    func saysWhatIsMalformed(_ json: String, _ error: MalformedEvent, _ code: SignalingRefusal.Code) throws {
        let event = try SocketEvent(json: json)
        #expect(throws: error) { try ClientEvent(event) }
        #expect(error.refusal.code == code)
    }

    @Test(arguments: ["chat", "", "JOIN_ROOM", "welcome", "constructor"])
    func ignoresUnknownNames(_ name: String) throws {
        #expect(try ClientEvent(SocketEvent(name, ["blue"])) == nil)
    }

    @Test func messagesOfTheCallBecomeEvents() throws {
        let room = try RoomName("blue")
        let state = MediaState(microphone: true, camera: true)
        let answer = SessionDescription(kind: .answer, sdp: "v=0\r\n")
        let cases: [(SignalingMessage, String)] = [
            (.answer(answer), #"["answer",{"type":"answer","sdp":"v=0\r\n"},"blue"]"#),
            (.ice(nil), #"["ice",null,"blue"]"#), (.negotiate(.reload), #"["negotiate","blue",{"reason":"reload"}]"#),
            (.state(state), #"["state","blue",{"microphone":true,"camera":true,"screen":false}]"#),
        ]
        for (message, json) in cases {
            #expect(ClientEvent(message, in: room, routing: Routing()).socketEvent.json == json)
        }
    }
}

extension SocketEvent {
    /// Reads an event packet's JSON.
    init(json: String) throws {
        let values = try #require(try JSONValue(parsing: json).array)
        self.init(try #require(values.first?.string), Array(values.dropFirst()))
    }

    /// Writes an event packet's JSON.
    var json: String { JSONValue.array([.string(name)] + arguments).serialized }
}
