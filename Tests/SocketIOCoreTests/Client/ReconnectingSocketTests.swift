// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

struct ReconnectingSocketTests {
    typealias Effect = ReconnectingSocket.Effect

    /// Runs a client at times that only the test moves.
    struct Harness {
        var client = ReconnectingSocket()
        var now: Duration = .zero
        var generation = 1

        mutating func handle(_ input: ReconnectingSocket.Input) -> [Effect] {
            client.handle(input, now: now, random: 0.5).filter { effect in
                if case .wake = effect { false } else { true }
            }
        }

        mutating func receive(_ text: String) -> [Effect] {
            handle(.network(generation: generation, .webSocketText(text)))
        }

        mutating func emit(_ name: String, token: Int? = nil, isVolatile: Bool = false) -> [Effect] {
            handle(.emit(SocketEvent(name), token: token, isVolatile: isVolatile))
        }

        func sent(_ text: String) -> Effect { .command(generation: generation, .sendText(text)) }

        static func connected() -> Harness {
            var harness = Harness()
            _ = harness.handle(.start)
            _ = harness.receive(ReconnectingSocketTests.open)
            _ = harness.receive(#"40{"sid":"x"}"#)
            return harness
        }
    }

    static let open = #"0{"sid":"s1","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000}"#
    static let lost = ConnectionFailure.lost("broken")

    @Test func asksForTheNamespaceAndThenSendsWhatWaited() {
        var harness = Harness()
        #expect(harness.emit("a") == [])
        #expect(harness.handle(.start) == [.command(generation: 1, .openWebSocket)])
        #expect(harness.emit("b", token: 7) == [])
        #expect(harness.emit("stale", token: 8, isVolatile: true) == [.unacknowledged(token: 8)])
        #expect(harness.receive(Self.open) == [harness.sent("40")])
        let connected = harness.receive(#"40{"sid":"x"}"#)
        #expect(connected == [.connected, harness.sent(#"42["a"]"#), harness.sent(#"420["b"]"#), .sent(token: 7)])
        #expect(harness.receive(#"430["yes"]"#) == [.acknowledged(token: 7, ["yes"])])
        #expect(harness.receive(#"430["twice"]"#) == [])
        #expect(harness.receive(#"42["hi",1]"#) == [.event(SocketEvent("hi", [1]))])
    }

    @Test func attachmentsCome() {
        var harness = Harness.connected()
        #expect(harness.receive(#"451-["hi",{"_placeholder":true,"num":0}]"#) == [])
        let event = harness.handle(.network(generation: 1, .webSocketBinary([1, 2])))
        #expect(event == [.event(SocketEvent("hi", [.binary([1, 2])]))])
    }

    @Test func findsBackAndForgetsOldConnections() {
        var harness = Harness.connected()
        _ = harness.emit("a", token: 1)
        let broken = harness.handle(.network(generation: 1, .webSocketClosed(Self.lost, reachedServer: true)))
        #expect(broken == [.command(generation: 1, .abort), .unacknowledged(token: 1), .disconnected(Self.lost)])
        _ = harness.emit("b")
        #expect(harness.handle(.clock) == [])
        harness.now = .milliseconds(500)
        #expect(harness.handle(.clock) == [.command(generation: 2, .openWebSocket)])
        #expect(harness.receive(Self.open) == [])
        harness.generation = 2
        #expect(harness.receive(Self.open) == [harness.sent("40")])
        #expect(harness.receive("40") == [.connected, harness.sent(#"42["b"]"#)])
    }

    @Test func waitsLongerEachTimeUntilItSucceeds() {
        var client = ReconnectingSocket()
        var now: Duration = .zero
        var waits: [Duration] = []
        var told: [Effect] = []
        _ = client.handle(.start, now: now, random: 0.5)
        for generation in 1...6 {
            let failed = EngineClient.Input.webSocketClosed(.refused("h"), reachedServer: false)
            let effects = client.handle(.network(generation: generation, failed), now: now, random: 0.5)
            told += effects.filter { if case .disconnected = $0 { true } else { false } }
            guard case .wake(let at?) = effects.last else { continue }
            waits.append(at - now)
            now = at
            _ = client.handle(.clock, now: now, random: 0.5)
        }
        #expect(told == [.disconnected(.refused("h"))])
        #expect(waits == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(5), .seconds(5)])
    }

    @Test func aServerThatNeverAnswersCountsAsLost() {
        var harness = Harness()
        _ = harness.handle(.start)
        _ = harness.receive(Self.open)
        harness.now = .seconds(20)
        #expect(harness.handle(.clock) == [.command(generation: 1, .abort), .disconnected(.timeout)])
    }

    @Test func afterSleepTheConnectionIsDeadBeforeAnythingIsSent() {
        var harness = Harness.connected()
        harness.now = .seconds(3_600)
        let effects = harness.emit("offer", isVolatile: true)
        #expect(effects == [.command(generation: 1, .abort), .disconnected(.lost("no heartbeat from the server"))])
    }

    @Test func theServersGoodbyeIsForGood() {
        var harness = Harness.connected()
        let gone = harness.receive("41")
        let lost = ConnectionFailure.lost("the server said good-bye")
        #expect(gone == [.disconnected(lost), .command(generation: 1, .closeWebSocket), .ended])
        harness.now = .seconds(60)
        #expect(harness.handle(.clock) == [])
        #expect(harness.emit("a", token: 3) == [.unacknowledged(token: 3)])
    }

    @Test func ourGoodbyeIsForGood() {
        var harness = Harness.connected()
        _ = harness.emit("a", token: 4)
        let gone = harness.handle(.close)
        let commands: [Effect] = [harness.sent("41"), .command(generation: 1, .closeWebSocket)]
        #expect(gone == commands + [.unacknowledged(token: 4), .ended])
        #expect(harness.handle(.close) == [])
        var early = Harness()
        _ = early.handle(.start)
        _ = early.emit("a", token: 5)
        #expect(early.handle(.close) == [.command(generation: 1, .abort), .unacknowledged(token: 5), .ended])
    }

    @Test(arguments: [
        (#"44{"message":"Invalid namespace"}"#, "Invalid namespace"), ("44{}", "the server refused the namespace"),
        ("49", "the server sent what is no Socket.IO packet"),
    ])
    func aRefusedNamespaceIsTriedAgain(_ packet: String, _ reason: String) {
        var harness = Harness()
        _ = harness.handle(.start)
        _ = harness.receive(Self.open)
        let effects = harness.receive(packet)
        #expect(effects == [.command(generation: 1, .abort), .disconnected(.lost(reason))])
    }

    @Test func nothingIsPolledAfterABadPacket() {
        var harness = Harness()
        _ = harness.handle(.start)
        let refused = EngineClient.Input.webSocketClosed(.notSocketIO("400"), reachedServer: true)
        _ = harness.handle(.network(generation: 1, refused))
        let body = Array((Self.open + "\u{1e}4nonsense").utf8)
        let effects = harness.handle(.network(generation: 1, .pollAnswered(body)))
        #expect(!effects.contains { if case .command(_, .poll) = $0 { true } else { false } })
        #expect(effects.last == .disconnected(.lost("the server sent what is no Socket.IO packet")))
    }

    @Test(arguments: [(0.0, 0.5), (0.5, 1.0), (1.0, 1.5)])
    func chanceSpreadsTheWait(_ random: Double, _ factor: Double) {
        var backoff = Backoff(initial: .seconds(2), maximum: .seconds(9))
        #expect(backoff.next(random: random) == .seconds(2) * factor)
        for _ in 0..<100 { _ = backoff.next(random: 0) }
        #expect(backoff.next(random: random) == .seconds(9) * factor)
        backoff.reset()
        #expect(backoff.next(random: 0.5) == .seconds(2))
    }
}
