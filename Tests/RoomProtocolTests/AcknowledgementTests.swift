// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import TestSupport
import Testing

struct AcknowledgementTests {
    @Test func aFullAcknowledgementReadsBack() throws {
        let acknowledgement = JoinAcknowledgement(
            you: PeerID("f3Jk"),
            peers: [
                RemotePeer(id: PeerID("Qa91"), name: "Bob", capabilities: ["joom/1"]), RemotePeer(id: PeerID("b")),
            ],
            iceServers: [
                IceServer(urls: ["stun:a.example"]),
                IceServer(urls: ["turn:b.example", "turns:b.example"], username: "u", credential: "c"),
            ],
            resume: "9cVt",
            owner: PeerID("Qa91"),
            isLocked: true
        )
        let reply = JoinReply.accepted(acknowledgement, RoomLimits(members: 4, messageBytes: 1_000))
        let text = JSONValue.array(reply.arguments).serialized
        #expect(try JoinReply(try #require(try JSONValue(parsing: text).array)) == reply)
    }

    @Test func theShortestAcknowledgementIsEnough() throws {
        let accepted = JoinReply.accepted(JoinAcknowledgement(you: PeerID("a")), RoomLimits())
        #expect(try JoinReply([["ok": true, "you": "a"]]) == accepted)
        #expect(
            try JoinReply([["ok": true, "you": "a", "ice_servers": [["urls": "stun:x"]], "degraded": true]]) != accepted
        )
    }

    @Test func refusalsReadBack() throws {
        for code in SignalingRefusal.Code.allCases {
            let refusal = SignalingRefusal(code: code, message: "no")
            #expect(try JoinReply(JoinReply.refused(refusal).arguments) == .refused(refusal))
            #expect(try EventReply(EventReply.refused(refusal).arguments) == .refused(refusal))
        }
        #expect(try EventReply(EventReply.done.arguments) == .done)
        let later = try JoinReply([["ok": false, "error": ["code": "full_moon"]]])
        #expect(later == .refused(SignalingRefusal(code: .unavailable, message: "")))
    }

    @Test(arguments: [
        ("[]", MalformedEvent.missing("ack.ok")), ("[7]", .wrongType("ack", expected: "an object")),
        (#"[{"ok":1}]"#, .wrongType("ack.ok", expected: "true or false")), (#"[{"ok":true}]"#, .missing("ack.you")),
        (#"[{"ok":false}]"#, .missing("ack.error.code")),
        (#"[{"ok":true,"you":"a","peers":[{"id":""}]}]"#, .badValue("ack.peers[0].id")),
        (#"[{"ok":true,"you":"a","ice_servers":[{}]}]"#, .missing("ack.ice_servers[0].urls")),
    ])
    func saysWhatIsMalformed(_ json: String, _ error: MalformedEvent) throws {
        let arguments = try #require(try JSONValue(parsing: json).array)
        #expect(throws: error) { try JoinReply(arguments) }
    }

    @Test func nonsenseNeverTraps() throws {
        let values: [JSONValue] = [
            nil, true, 0, 1.5, "", "blue", "a\u{0}", [], [nil], [["id": "a"]], [:], ["ok": true, "you": "a"],
            ["type": "offer", "sdp": "v"], ["candidate": "c", "sdpMLineIndex": 1e300], ["from": [], "to": [:]],
            .binary([1, 2]), .integer(.min), .double(.infinity),
        ]
        let names = [
            "join_room", "offer", "answer", "ice", "negotiate", "state", "leave_room", "lock", "admit", "bye",
            "welcome", "knock", "owner", "refused",
        ]
        var generator = SplitMix(state: 3)
        for _ in 0..<20_000 {
            let arguments = (0..<Int.random(in: 0...4, using: &generator))
                .map { _ in values.randomElement(using: &generator) ?? .null }
            let event = SocketEvent(names.randomElement(using: &generator) ?? "", arguments)
            if let read = try? ClientEvent(event) {
                #expect(try ClientEvent(read.socketEvent) == read)
            }
            if let read = try? ServerEvent(event) {
                #expect(try ServerEvent(read.socketEvent) == read)
                _ = try? read.message()
            }
            _ = try? JoinReply(arguments)
        }
    }
}

struct RememberedIceServerTests {
    @Test func serversReadBack() {
        let servers = [
            IceServer(urls: ["stun:a.example"]),
            IceServer(urls: ["turns:b.example"], username: "ü\"", credential: "c\\"),
        ]
        #expect(IceServer.list(IceServer.text(servers)) == servers)
    }

    @Test(arguments: [
        ("", 0), ("{}", 0), ("[", 0), ("[1, {}, {\"urls\": []}, {\"urls\": 1}]", 0),
        ("[{\"urls\": \"stun:a\"}, null, {\"urls\": [\"stun:b\"], \"username\": 1}, {\"urls\": [\"stun:c\"]}]", 2),
    ])
    func nonsenseIsLeftOut(_ text: String, _ count: Int) {
        #expect(IceServer.list(text).count == count)
    }
}
