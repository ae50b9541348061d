// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

struct EngineClientTests {
    typealias Effect = EngineClient.Effect

    static let open = #"0{"sid":"s1","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":20}"#
    static let handshake = EngineHandshake(
        sid: EngineSessionID("s1"),
        upgrades: [],
        pingInterval: .seconds(25),
        pingTimeout: .seconds(20),
        maxPayload: 20
    )
    static let lost = ConnectionFailure.lost("broken")

    static func onWebSocket() -> EngineClient {
        var client = EngineClient()
        _ = client.handle(.start, now: .zero)
        _ = client.handle(.webSocketText(open), now: .zero)
        return client
    }

    static func onPolling() -> EngineClient {
        var client = EngineClient()
        _ = client.handle(.start, now: .zero)
        _ = client.handle(.webSocketClosed(.notSocketIO("400"), reachedServer: true), now: .zero)
        _ = client.handle(.pollAnswered(Array(open.utf8)), now: .zero)
        return client
    }

    @Test func opensByWebSocket() {
        var client = EngineClient()
        #expect(client.handle(.start, now: .zero) == [.command(.openWebSocket)])
        #expect(client.handle(.start, now: .zero) == [])
        #expect(client.deadline == nil)
        #expect(client.handle(.webSocketText(Self.open), now: .seconds(1)) == [.opened(Self.handshake)])
        #expect(client.deadline == .seconds(46))
    }

    @Test(arguments: [
        EngineClient.Input.webSocketClosed(.notSocketIO("400"), reachedServer: true), .webSocketText("hello"),
        .webSocketText("4early"), .webSocketBinary([1]),
    ])
    func fallsBackToPollingWhereNoWebSocketGetsThrough(_ input: EngineClient.Input) {
        var client = EngineClient()
        _ = client.handle(.start, now: .zero)
        #expect(client.handle(input, now: .zero) == [.command(.abort), .command(.poll(nil))])
        let opened = client.handle(.pollAnswered(Array((Self.open + "\u{1e}4hi").utf8)), now: .zero)
        let next = Effect.command(.poll(Self.handshake.sid))
        #expect(opened == [.opened(Self.handshake), .message("hi"), next])
    }

    @Test(arguments: [ConnectionFailure.refused("h"), .unknownHost("h"), .untrusted("h"), .timeout])
    func doesNotPollWhomItCannotReach(_ failure: ConnectionFailure) {
        var client = EngineClient()
        _ = client.handle(.start, now: .zero)
        let effects = client.handle(.webSocketClosed(failure, reachedServer: false), now: .zero)
        #expect(effects == [.command(.abort), .closed(failure)])
    }

    @Test(arguments: ["<html>", "4hi", "0{}", ""])
    func somethingElseThatAnswersIsNoSocketIO(_ body: String) {
        var client = EngineClient()
        _ = client.handle(.start, now: .zero)
        _ = client.handle(.webSocketClosed(.notSocketIO("200"), reachedServer: true), now: .zero)
        let failure = ConnectionFailure.notSocketIO("the answer holds no Engine.IO v4 handshake")
        #expect(client.handle(.pollAnswered(Array(body.utf8)), now: .zero) == [.command(.abort), .closed(failure)])
    }

    @Test(arguments: [
        ("2", [Effect.command(.sendText("3"))]), ("2x", [.command(.sendText("3x"))]), ("4hi", [.message("hi")]),
        ("6", []), ("3", []), ("1", [.command(.abort), .closed(.lost("the server ended the session"))]),
        ("x", [.command(.abort), .closed(.lost("the server sent what is no Engine.IO packet"))]),
    ])
    func takesPacketsOfTheWebSocket(_ frame: String, _ effects: [Effect]) {
        var client = Self.onWebSocket()
        #expect(client.handle(.webSocketText(frame), now: .zero) == effects)
    }

    @Test func pollsAgainAfterEveryAnswerAndDropsNoops() {
        var client = Self.onPolling()
        let poll = Effect.command(.poll(Self.handshake.sid))
        #expect(client.handle(.pollAnswered(Array("6".utf8)), now: .zero) == [poll])
        let answered = client.handle(.pollAnswered(Array("4a\u{1e}bAQI=\u{1e}2".utf8)), now: .zero)
        #expect(
            answered == [.message("a"), .binary([1, 2]), .command(.post(Self.handshake.sid, Array("3".utf8))), poll]
        )
        let ended = client.handle(.pollAnswered(Array("1".utf8)), now: .zero)
        #expect(ended == [.command(.abort), .closed(.lost("the server ended the session"))])
    }

    @Test func postsOneAtATimeWithinMaxPayload() {
        var client = Self.onPolling()
        func post(_ text: String) -> [Effect] { [.command(.post(Self.handshake.sid, Array(text.utf8)))] }
        #expect(client.send([.message("1234567")]) == post("41234567"))
        #expect(client.send([.message("2234567"), .message("3234567"), .message("4234567")]) == [])
        #expect(client.handle(.postDone, now: .zero) == post("42234567\u{1e}43234567"))
        #expect(client.handle(.postDone, now: .zero) == post("44234567"))
        #expect(client.handle(.postDone, now: .zero) == [])
        let large = EnginePacket.message(String(repeating: "x", count: 20))
        // What goes with it stays too: an event that lacks an attachment would end the session.
        #expect(client.send([.message("y"), large]) == [.tooLarge(bytes: 21, limit: 20)])
        #expect(client.send([.message("y")]) == post("4y"))
    }

    @Test func postsNoMoreThanSixteenPackets() {
        var client = EngineClient()
        _ = client.handle(.start, now: .zero)
        _ = client.handle(.webSocketClosed(.notSocketIO("400"), reachedServer: true), now: .zero)
        let roomy = Self.open.replacing(":20}", with: ":1000}")
        _ = client.handle(.pollAnswered(Array(roomy.utf8)), now: .zero)
        let sixteen = Array(Array(repeating: "4", count: 16).joined(separator: "\u{1e}").utf8)
        let posted = client.send(Array(repeating: .message(""), count: 17))
        #expect(posted == [.command(.post(Self.handshake.sid, sixteen))])
        #expect(client.handle(.postDone, now: .zero) == [.command(.post(Self.handshake.sid, Array("4".utf8)))])
    }

    @Test func webSocketFramesKeepTheLimitToo() {
        var client = Self.onWebSocket()
        let large = EnginePacket.message(String(repeating: "x", count: 20))
        #expect(client.send([.message("y"), large]) == [.tooLarge(bytes: 21, limit: 20)])
        #expect(client.send([.binary([7])]) == [.command(.sendBinary([7]))])
    }

    @Test func theClockDecidesWhetherTheServerIsDead() {
        var client = Self.onWebSocket()
        _ = client.handle(.webSocketText("2"), now: .seconds(25))
        #expect(client.checkClock(now: .seconds(69)) == [])
        #expect(
            client.checkClock(now: .seconds(70)) == [.command(.abort), .closed(.lost("no heartbeat from the server"))]
        )
        #expect(client.checkClock(now: .seconds(99)) == [])
    }

    @Test func closingFlushesFirst() {
        var onWebSocket = Self.onWebSocket()
        #expect(onWebSocket.close() == [.command(.closeWebSocket), .closed(nil)])
        #expect(onWebSocket.handle(.webSocketClosed(Self.lost, reachedServer: true), now: .zero) == [])
        var onPolling = Self.onPolling()
        _ = onPolling.send([.message("a")])
        _ = onPolling.send([.message("b")])
        #expect(onPolling.close() == [])
        #expect(onPolling.send([.message("late")]) == [])
        #expect(
            onPolling.handle(.postDone, now: .zero) == [.command(.post(Self.handshake.sid, Array("4b\u{1e}1".utf8)))]
        )
        #expect(onPolling.handle(.pollFailed(Self.lost), now: .zero) == [])
        #expect(onPolling.handle(.postDone, now: .zero) == [.command(.abort), .closed(nil)])
    }

    @Test(arguments: [EngineClient.Input.pollFailed(lost), .postFailed(lost)])
    func aBrokenRequestEndsTheSession(_ input: EngineClient.Input) {
        var client = Self.onPolling()
        #expect(client.handle(input, now: .zero) == [.command(.abort), .closed(Self.lost)])
        #expect(client.handle(input, now: .zero) == [])
    }
}
