// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

private typealias Effect = SocketServerSession.Effect

struct SocketServerSessionTests {
    private static func joined() -> SocketServerSession {
        var (session, _) = SocketServerSession.start()
        _ = session.received(text: "0")
        _ = session.accept(.root, id: SocketID("abc"))
        return session
    }

    @Test func grantsANamespaceUnderAnotherName() {
        var (session, effects) = SocketServerSession.start()
        #expect(effects == [.startConnectTimer(.seconds(45))])
        #expect(session.received(text: #"0{"t":1}"#) == [.connectRequested(.root, auth: ["t": 1])])
        #expect(
            session.accept(.root, id: SocketID("abc")) == [.cancelConnectTimer, .send([.message(#"0{"sid":"abc"}"#)])]
        )
    }

    @Test func refusesANamespaceAndKeepsTheConnection() {
        var (session, _) = SocketServerSession.start()
        let random = SocketNamespace("/random")
        #expect(session.received(text: "0/random,") == [.connectRequested(random, auth: nil)])
        #expect(
            session.refuse(random, message: "Invalid namespace")
                == [.send([.message(#"4/random,{"message":"Invalid namespace"}"#)])]
        )
        #expect(session.received(text: "0") == [.connectRequested(.root, auth: nil)])
    }

    @Test func aRefusedNamespaceBuysNoTime() {
        var (session, _) = SocketServerSession.start()
        let random = SocketNamespace("/random")
        _ = session.received(text: "0/random,")
        _ = session.refuse(random, message: "Invalid namespace")
        #expect(session.connectTimedOut() == [.close(.connectTimeout)])
    }

    struct Violation: Sendable {
        let text: String
        let error: SocketSessionError
    }

    @Test(arguments: [
        Violation(text: "0", error: .connectedTwice(.root)),
        Violation(text: #"4{"message":"x"}"#, error: .badPacket(.badType(0x34))),
        Violation(text: #"2/a,["x"]"#, error: .notConnected(SocketNamespace("/a"))),
        Violation(text: "1/a,", error: .notConnected(SocketNamespace("/a"))),
        Violation(text: "abc", error: .badPacket(.badType(0x61))),
        Violation(text: "2[]", error: .badPacket(.badPayload)),
        Violation(text: #"2["connect"]"#, error: .badPacket(.reservedEvent("connect"))),
    ])
    func closesOnABrokenRule(_ item: Violation) {
        var session = Self.joined()
        #expect(session.received(text: item.text) == [.close(item.error)])
        #expect(session.received(text: #"2["late"]"#) == [])
    }

    @Test func closesOnAnEventBeforeTheConnect() {
        var (session, _) = SocketServerSession.start()
        #expect(session.received(text: #"2["x"]"#) == [.close(.notConnected(.root))])
        var (undecided, _) = SocketServerSession.start()
        _ = undecided.received(text: "0")
        #expect(undecided.received(text: #"2["x"]"#) == [.close(.notConnected(.root))])
    }

    @Test func answersAnEventOnce() {
        var session = Self.joined()
        #expect(session.received(text: #"20["x",1]"#) == [.event(.root, SocketEvent("x", [1]), ack: 0)])
        #expect(session.acknowledge(0, [], in: .root) == [.send([.message("30[]")])])
        #expect(session.acknowledge(0, [], in: .root) == [])
        #expect(session.acknowledge(1, [], in: .root) == [])
    }

    @Test func whatIsNeverAnsweredDoesNotPileUp() {
        var session = Self.joined()
        for number in 0...SocketServerSession.maximumUnanswered { _ = session.received(text: "2\(number)[\"x\"]") }
        #expect(session.acknowledge(0, [], in: .root) == [])
        #expect(session.acknowledge(1, [], in: .root) == [.send([.message("31[]")])])
    }

    @Test func answersToUnknownNumbersAreIgnored() {
        var session = Self.joined()
        #expect(session.received(text: "37[1]") == [])
    }

    @Test func bytesPassBothWays() {
        var session = Self.joined()
        #expect(session.received(text: #"51-["x",{"_placeholder":true,"num":0}]"#) == [])
        let event = SocketEvent("x", [.binary([1, 2])])
        #expect(session.received(binary: [1, 2]) == [.event(.root, event, ack: nil)])
        #expect(
            session.emit(event, in: .root)
                == [.send([.message(#"51-["x",{"_placeholder":true,"num":0}]"#), .binary([1, 2])])]
        )
    }

    @Test func leavingKeepsTheConnectionAndNothingMoreArrives() {
        var session = Self.joined()
        #expect(session.received(text: "1") == [.left(.root)])
        #expect(session.emit(SocketEvent("x"), in: .root) == [])
    }

    @Test func aClientThatAsksForNothingIsClosed() {
        var (session, _) = SocketServerSession.start()
        #expect(session.connectTimedOut() == [.close(.connectTimeout)])
        var joined = Self.joined()
        #expect(joined.connectTimedOut() == [])
    }

    @Test func theEndNamesWhatWasJoined() {
        var session = Self.joined()
        #expect(session.connectionEnded() == [.root])
        #expect(session.emit(SocketEvent("x"), in: .root) == [])
    }
}
