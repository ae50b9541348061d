// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

/// Whatever one client sends, another in a call hears nothing of it and is served on.
@Suite(.timeLimit(.minutes(1)))
struct BadInputTests {
    private func bystander(_ port: Int) async throws -> RawWebSocket {
        try await joinedSocket(port: port, room: "blue")
    }

    /// Hears nothing but the answer to its own question.
    private func isUnharmed(_ socket: RawWebSocket) async throws -> Bool {
        try await socket.send(#"427["state","blue",{"microphone":true,"camera":true,"screen":false}]"#)
        return await socket.text() == #"437[{"ok":true}]"#
    }

    @Test(arguments: [
        "junk", "4", "47", "42", "42{}", "42[]", "42[{}]", #"42["connect"]"#, #"42["a"#, "40", "44{}", "43[]",
        #"42/other,["x"]"#, #"451-["x"]"# + "x", #"4511-["x"]"#, "2", "9", "",
        "42" + String(repeating: "[", count: 5_000),
    ])
    func aBrokenPacketEndsItsConnection(_ text: String) async throws {
        try await withServer { port in
            let watcher = try await bystander(port)
            let culprit = try await joinedSocket(port: port)
            try await culprit.send(text)
            #expect(await culprit.frame()?.opcode == 8)
            #expect(try await isUnharmed(watcher))
        }
    }

    @Test(arguments: ["4", "42[\"x\"]", "41", "3"])
    func whoeverSpeaksBeforeJoiningTheNamespaceIsOut(_ text: String) async throws {
        try await withServer { port in
            let watcher = try await bystander(port)
            let culprit = try #require(try await RawWebSocket.open(port: port))
            _ = await culprit.text()
            try await culprit.send(text)
            if text != "3" { #expect(await culprit.frame()?.opcode == 8) }
            #expect(try await isUnharmed(watcher))
        }
    }

    struct Refused: Sendable {
        let event: String
        let code: String
    }

    @Test(arguments: [
        Refused(event: #"["offer",{"type":"offer","sdp":"v=0"},"blue"]"#, code: "not_member"),
        Refused(event: #"["offer",{"type":"offer","sdp":"v=0"},[]]"#, code: "bad_room"),
        Refused(event: #"["join_room",["blue","red"]]"#, code: "bad_room"),
        Refused(event: #"["join_room",""]"#, code: "bad_room"),
        Refused(event: #"["join_room","a\u0000b"]"#, code: "bad_room"),
        Refused(event: #"["join_room"]"#, code: "bad_request"),
        Refused(event: #"["join_room","red",7]"#, code: "bad_request"),
        Refused(event: #"["join_room","red",{"name":["x"]}]"#, code: "bad_request"),
        Refused(event: #"["state","blue",{"microphone":"yes"}]"#, code: "bad_request"),
        Refused(event: #"["remove","blue",{"to":"x"}]"#, code: "not_member"),
        Refused(event: #"["nonsense",1,2,3]"#, code: "bad_request"),
        Refused(event: #"[7,8]"#, code: "bad_request"),
    ])
    func aBadEventIsRefusedAndTheConnectionStays(_ item: Refused) async throws {
        try await withServer { port in
            let watcher = try await bystander(port)
            let culprit = try await joinedSocket(port: port)
            try await culprit.send("423" + item.event)
            #expect(await culprit.text()?.hasPrefix(#"433[{"ok":false,"error":{"code":"\#(item.code)""#) == true)
            #expect(try await isUnharmed(watcher))
            #expect(try await culprit.hasAnswer())
        }
    }

    @Test func withoutAnAckARefusalIsAnEventAndTheUnknownIsIgnored() async throws {
        try await withServer { port in
            let culprit = try await joinedSocket(port: port)
            try await culprit.send(#"42["nonsense"]"#)
            try await culprit.send(#"42["offer",{},"blue"]"#)
            let text = await culprit.text()
            #expect(text?.hasPrefix(#"42["refused",{"event":"offer","code":"not_member""#) == true)
        }
    }

    @Test func aDescriptionThatIsTooLongIsRefused() async throws {
        try await withServer { port in
            let socket = try await joinedSocket(port: port, room: "blue")
            let sdp = String(repeating: "x", count: 66_000)
            try await socket.send(#"421["offer",{"type":"offer","sdp":"\#(sdp)"},"blue"]"#)
            #expect(await socket.text()?.contains("bad_request") == true)
        }
    }

    @Test func anotherNamespaceIsRefusedAndTheConnectionStays() async throws {
        try await withServer { port in
            let socket = try await joinedSocket(port: port)
            try await socket.send("40/admin,")
            #expect(await socket.text() == #"44/admin,{"message":"Invalid namespace"}"#)
            #expect(try await socket.hasAnswer())
        }
    }
}

extension RawWebSocket {
    /// True when the server still answers.
    fileprivate func hasAnswer() async throws -> Bool {
        try await send(#"429["leave_room","nowhere"]"#)
        return await text()?.hasPrefix("439[") == true
    }
}
