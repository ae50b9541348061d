// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

private typealias Effect = EngineServerSession.Effect

private let first = ExchangeID(1)
private let second = ExchangeID(2)
private let link = LinkID(10)
private let options = EngineServerOptions()
private let stopped: [Effect] = [
    .cancelTimer(.ping), .cancelTimer(.pong), .cancelTimer(.upgrade), .cancelTimer(.release),
]

private func ended(_ reason: EngineCloseReason) -> [Effect] { stopped + [.closed(reason), .forget] }

extension EngineServerSession {
    fileprivate static func makePolling() -> EngineServerSession {
        polling(EngineSessionID("s"), exchange: ExchangeID(0), options: options).0
    }

    fileprivate static func makeWebSocket() -> EngineServerSession {
        webSocket(EngineSessionID("s"), link: link, options: options).0
    }

    /// A polling session whose client has probed the WebSocket `link`.
    fileprivate static func makeProbed() -> EngineServerSession {
        var session = makePolling()
        _ = session.linkArrived(link)
        _ = session.linkReceived(link, text: "2probe")
        return session
    }
}

struct EnginePollingTests {
    @Test func opensWithAnOfferToUpgrade() {
        let (_, effects) = EngineServerSession.polling(EngineSessionID("s"), exchange: first, options: options)
        let open = EngineHandshake(
            sid: EngineSessionID("s"),
            upgrades: ["websocket"],
            pingInterval: .seconds(25),
            pingTimeout: .seconds(20),
            maxPayload: 1_000_000
        )
        #expect(effects == [.respond(first, .payload([.open(open)])), .startTimer(.ping, .seconds(25))])
    }

    @Test func packetsWaitForAPollAndLeaveTogether() {
        var session = EngineServerSession.makePolling()
        #expect(session.send([.message("a")]) == [])
        #expect(session.send([.message("b")]) == [])
        #expect(session.pollArrived(first) == [.respond(first, .payload([.message("a"), .message("b")]))])
        #expect(session.pollArrived(second) == [])
        #expect(session.send([.message("c")]) == [.respond(second, .payload([.message("c")]))])
    }

    @Test func aPollCarriesNoMoreThanAnyClientTakes() {
        var session = EngineServerSession.makePolling()
        let packets = (0..<20).map { EnginePacket.message("\($0)") }
        _ = session.send(packets)
        #expect(session.pollArrived(first) == [.respond(first, .payload(Array(packets.prefix(16))))])
        #expect(session.pollArrived(second) == [.respond(second, .payload(Array(packets.suffix(4))))])
    }

    @Test func aSecondPollEndsTheSession() {
        var session = EngineServerSession.makePolling()
        _ = session.pollArrived(first)
        #expect(
            session.pollArrived(second) == [
                .respond(second, .refused(.badRequest)), .respond(first, .payload([.close])),
            ] + ended(.protocolViolation)
        )
        #expect(session.pollArrived(second) == [.respond(second, .refused(.unknownSession))])
    }

    @Test func aSecondPostEndsTheSession() {
        var session = EngineServerSession.makePolling()
        #expect(session.postBegan(first) == [])
        #expect(
            session.postBegan(second) == [
                .respond(second, .refused(.badRequest)), .respond(first, .refused(.badRequest)),
            ]
                + ended(.protocolViolation)
        )
    }

    @Test func packetsBeforeABadOneArriveAndThenTheSessionEnds() {
        var session = EngineServerSession.makePolling()
        _ = session.postBegan(first)
        #expect(
            session.postReceived(first, body: Array("4a\u{1e}x\u{1e}4b".utf8)) == [
                .received("a"), .respond(first, .refused(.badRequest)),
            ] + ended(.parseError(.badType(0x78)))
        )
    }

    @Test func aGoodbyeReleasesThePollWithANoop() {
        var session = EngineServerSession.makePolling()
        _ = session.pollArrived(first)
        _ = session.postBegan(second)
        #expect(
            session.postReceived(second, body: [0x31]) == [.respond(first, .payload([.noop]))] + ended(.clientClosed)
                + [.respond(second, .ok)]
        )
    }

    @Test func aBrokenPollOrPostEndsTheSession() {
        var session = EngineServerSession.makePolling()
        _ = session.pollArrived(first)
        #expect(session.pollBroken(first) == ended(.transportError))
        session = EngineServerSession.makePolling()
        _ = session.postBegan(first)
        #expect(session.postBroken(first) == ended(.transportError))
    }

    @Test func anOversizedPostIsForgottenAndTheSessionGoesOn() {
        var session = EngineServerSession.makePolling()
        _ = session.postBegan(first)
        session.postRefused(first)
        #expect(session.postBegan(second) == [])
        #expect(session.postReceived(second, body: Array("4a".utf8)) == [.received("a"), .respond(second, .ok)])
    }

    @Test func theLastWordWaitsForThePoll() {
        var session = EngineServerSession.makePolling()
        #expect(
            session.close() == [.startTimer(.farewell, .seconds(30))] + stopped + [.closed(.serverClosed)]
        )
        #expect(
            session.pollArrived(first) == [.respond(first, .payload([.close])), .cancelTimer(.farewell), .forget]
        )
    }

    @Test func theLastWordIsForgottenAfterAWhile() {
        var session = EngineServerSession.makePolling()
        _ = session.close()
        #expect(session.timerFired(.farewell) == [.forget])
        #expect(session.pollArrived(first) == [.respond(first, .refused(.unknownSession))])
    }

    @Test func aPollThatIsNotEnoughIsAnsweredBeforeTheSlowReaderIsDropped() {
        let small = EngineServerOptions(limits: ProtocolLimits(maximumPayload: 1))
        var session = EngineServerSession.polling(EngineSessionID("s"), exchange: first, options: small).0
        _ = session.pollArrived(first)
        let packets = Array(repeating: EnginePacket.noop, count: 21)
        #expect(
            session.send(packets) == [.respond(first, .payload(Array(packets.prefix(16))))]
                + ended(.slowReader(bytes: 5, limit: 4))
        )
    }

    @Test func aSlowReaderIsDropped() {
        let small = EngineServerOptions(limits: ProtocolLimits(maximumPayload: 10))
        var session = EngineServerSession.polling(EngineSessionID("s"), exchange: first, options: small).0
        #expect(session.send([.message(String(repeating: "x", count: 39))]) == [])
        #expect(session.send([.message("")]) == ended(.slowReader(bytes: 41, limit: 40)))
    }
}

struct EngineHeartbeatTests {
    @Test func theServerPingsAndThePongStartsTheNextInterval() {
        var session = EngineServerSession.makeWebSocket()
        #expect(session.timerFired(.ping) == [.startTimer(.pong, .seconds(20)), .transmit(link, [.ping("")])])
        #expect(session.linkReceived(link, text: "3") == [.cancelTimer(.pong), .startTimer(.ping, .seconds(25))])
        #expect(session.linkReceived(link, text: "4x") == [.received("x")])
    }

    @Test func aLatePongEndsTheSession() {
        var session = EngineServerSession.makeWebSocket()
        _ = session.timerFired(.ping)
        #expect(session.timerFired(.pong) == [.closeLink(link)] + ended(.pingTimeout))
    }

    @Test func aClientThatNeverPollsTimesOut() {
        var session = EngineServerSession.makePolling()
        _ = session.timerFired(.ping)
        #expect(session.timerFired(.pong) == ended(.pingTimeout))
    }

    @Test func aPingFromTheClientEndsTheSession() {
        var session = EngineServerSession.makeWebSocket()
        #expect(session.linkReceived(link, text: "2") == [.closeLink(link)] + ended(.protocolViolation))
    }
}

struct EngineUpgradeTests {
    @Test func dataGoesOverPollingUntilTheUpgrade() {
        var session = EngineServerSession.makePolling()
        _ = session.pollArrived(first)
        #expect(session.linkArrived(link) == [.startTimer(.upgrade, .seconds(10))])
        #expect(session.send([.message("a")]) == [.cancelTimer(.release), .respond(first, .payload([.message("a")]))])
        _ = session.pollArrived(second)
        #expect(
            session.linkReceived(link, text: "2probe") == [
                .transmit(link, [.pong("probe")]), .respond(second, .payload([.noop])),
            ]
        )
        #expect(session.send([.message("b")]) == [])
        #expect(
            session.linkReceived(link, text: "5") == [
                .cancelTimer(.upgrade), .cancelTimer(.release), .transmit(link, [.message("b")]),
            ]
        )
        #expect(session.send([.message("c")]) == [.transmit(link, [.message("c")])])
        #expect(session.pollArrived(first) == [.respond(first, .refused(.badRequest))])
        #expect(session.linkArrived(LinkID(11)) == [.closeLink(LinkID(11))])
    }

    @Test func everyPollIsReleasedUntilTheUpgrade() {
        var session = EngineServerSession.makeProbed()
        for _ in 0..<3 {
            #expect(session.pollArrived(first) == [.startTimer(.release, .milliseconds(100))])
            #expect(session.timerFired(.release) == [.respond(first, .payload([.noop]))])
        }
        _ = session.pollArrived(second)
        #expect(
            session.linkReceived(link, text: "5") == [
                .cancelTimer(.upgrade), .cancelTimer(.release), .respond(second, .payload([.noop])),
            ]
        )
    }

    @Test(arguments: ["5", "2", "4x", "3probe", "junk", ""])
    func anythingButAProbeClosesOnlyTheNewSocket(_ text: String) {
        var session = EngineServerSession.makePolling()
        _ = session.pollArrived(first)
        _ = session.linkArrived(link)
        #expect(
            session.linkReceived(link, text: text) == [
                .cancelTimer(.upgrade), .cancelTimer(.release), .closeLink(link),
            ]
        )
        #expect(session.send([.message("a")]) == [.respond(first, .payload([.message("a")]))])
    }

    @Test func aLostOrLateCandidateLeavesPollingAlone() {
        let given: [Effect] = [.cancelTimer(.upgrade), .cancelTimer(.release), .closeLink(link)]
        var session = EngineServerSession.makeProbed()
        #expect(session.linkBroken(link) == given)
        session = EngineServerSession.makeProbed()
        #expect(session.timerFired(.upgrade) == given)
        #expect(session.pollArrived(first) == [])
    }

    @Test func aSecondCandidateIsClosed() {
        var session = EngineServerSession.makeProbed()
        #expect(session.linkArrived(LinkID(11)) == [.closeLink(LinkID(11))])
    }

    @Test func theEndOfTheSessionClosesBoth() {
        var session = EngineServerSession.makeProbed()
        _ = session.pollArrived(first)
        #expect(
            session.close() == [.respond(first, .payload([.close])), .closeLink(link)] + ended(.serverClosed)
        )
    }
}
