// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import Testing

/// Generations, collisions, mending.
struct LinkTests {
    static let anna = CallScript.anna
    static let zoe = CallScript.zoe
    static let theirs = SessionID(bits: 0xfeed)

    @Test func aWelcomeIsOfferedToAndASecondOneAnew() throws {
        var script = try CallScript.joined()
        let welcome = Call.Event.signaling(.welcome(RemotePeer(id: Self.anna, capabilities: ["joom/1"])))
        script.take(welcome)
        script.offer(1)
        let routing = Routing(peer: Self.anna, session: script.session(1))
        #expect(script.effects.contains(.send(.offer(CallScript.offer("o1")), try RoomName("kitchen"), routing)))
        script.take(welcome)
        #expect(script.links(Self.anna) == [2])
        #expect(script.effects.contains(.close(LinkID(1))))
        script.hear(.answer(CallScript.answer("late")), from: Self.anna, session: routing.session)
        #expect(script.effects.last == .note(.stale))
    }

    @Test func onlyJoomPeersGetADataChannel() throws {
        var script = try CallScript.joined()
        script.take(.signaling(.welcome(RemotePeer(id: Self.anna, capabilities: ["joom/1"]))))
        script.take(.signaling(.welcome(RemotePeer(id: Self.zoe))))
        script.hear(.offer(CallScript.offer("v=0\r\nm=application 9")), from: PeerID("x"), session: Self.theirs)
        script.hear(.offer(CallScript.offer("v=0")), from: PeerID("y"), session: Self.theirs)
        let channels = script.effects.compactMap { effect -> Bool? in
            if case .build(_, _, let configuration) = effect { configuration.hasDataChannel } else { nil }
        }
        #expect(channels == [true, false, true, false])
    }

    @Test func aReloadingPeerKeepsItsTileAndTheNewGenerationTakesOver() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        script.take(.signaling(.welcome(RemotePeer(id: Self.anna))))
        #expect(script.links(Self.anna) == [1, 2])
        script.offer(2)
        script.hear(.answer(CallScript.answer("a2")), from: Self.anna, session: script.session(2))
        script.take(2, .applied)
        script.take(2, .path(.connected))
        script.take(2, .firstPicture(width: 640, height: 480))
        #expect(script.links(Self.anna) == [2])
        #expect(script.effects.contains(.show(LinkID(2), peer: Self.anna)))
    }

    @Test func atMostTwoGenerationsLive() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        for _ in 0..<5 { script.take(.signaling(.welcome(RemotePeer(id: Self.anna)))) }
        #expect(script.links(Self.anna) == [1, 6])
    }

    @Test func aServerCannotInventPeopleWithoutEnd() throws {
        var script = try CallScript.joined()
        for number in 0..<40 { script.take(.signaling(.welcome(RemotePeer(id: PeerID("p\(number)"))))) }
        script.hear(.offer(CallScript.offer("v=0")), from: PeerID("q"), session: Self.theirs)
        #expect(script.call.participants.count == Call.participantLimit)
        #expect(script.effects.last == .note(.stranger))
    }

    @Test func aReofferIsAnsweredByAnotherGeneration() throws {
        var script = try CallScript.joined()
        script.hear(.offer(CallScript.offer("one")), from: Self.anna, session: Self.theirs)
        script.answer(1)
        script.take(1, .path(.connected))
        #expect(
            script.hear(.offer(CallScript.offer("one")), from: Self.anna, session: Self.theirs) == [.note(.duplicate)]
        )
        script.hear(.offer(CallScript.offer("two")), from: Self.anna, session: Self.theirs)
        #expect(script.links(Self.anna) == [1, 2])
    }

    @Test func candidatesWithoutASessionFollowTheirDescription() throws {
        var script = try CallScript.joined(acknowledged: false)
        script.take(.signaling(.welcome(RemotePeer(id: nil))))
        script.offer(1)
        script.hear(.offer(CallScript.offer("o2")))  // Loses against ours, and so do its candidates.
        #expect(script.hear(.ice(nil)) == [.note(.stale)])
        script.hear(.answer(CallScript.answer("a")))
        script.take(1, .applied)
        #expect(script.hear(.ice(nil)) == [.run(LinkID(1), .addCandidate(nil))])
    }

    @Test func aSecondAnswerIsIgnored() throws {
        var script = try CallScript.joined(acknowledged: false)
        script.connectByOffer(1, to: nil)
        #expect(script.hear(.answer(CallScript.answer("third person"))) == [.note(.stale)])
    }

    @Test(arguments: [true, false])
    func aThirdPersonDoesNotBreakASeedCallOfTwo(byWelcome: Bool) throws {
        var script = try CallScript.joined(acknowledged: false)
        script.connectByOffer(1, to: nil)
        if byWelcome {
            script.take(.signaling(.welcome(RemotePeer(id: nil))))
            script.offer(2)
            script.hear(.answer(CallScript.answer("third")))
            script.take(2, .applied)
        } else {
            script.hear(.offer(CallScript.offer("third")))
            script.answer(2)
        }
        script.take(2, .path(.connected))
        #expect(script.links(nil) == [1, 2])
        script.take(.timer(.establish(LinkID(2))))
        #expect(script.links(nil) == [1])
        #expect(script.connection(nil) == .connected)
        #expect(!script.effects.contains(.show(LinkID(2), peer: nil)))
    }

    @Test func aReloadedSeedPageTakesOverWhenTheOldPathIsGone() throws {
        var script = try CallScript.joined(acknowledged: false)
        script.connectByOffer(1, to: nil)
        script.take(.signaling(.welcome(RemotePeer(id: nil))))
        script.offer(2)
        script.hear(.answer(CallScript.answer("again")))
        script.take(2, .applied)
        script.take(2, .path(.connected))
        #expect(script.links(nil) == [1, 2])
        script.take(1, .path(.disconnected))
        #expect(script.links(nil) == [2])
    }

    @Test func theOffererMendsWithGrowingPauses() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        script.take(1, .path(.failed))
        #expect(script.links(Self.anna) == [2])
        script.take(2, .path(.failed))
        #expect(script.effects.last == .startTimer(.retry(LinkID(2)), .seconds(2)))
        script.take(.timer(.retry(LinkID(2))))
        #expect(script.links(Self.anna) == [3])
        script.take(3, .path(.failed))
        #expect(script.effects.last == .startTimer(.retry(LinkID(3)), .seconds(4)))
        #expect(script.connection(Self.anna) == .reconnecting)
    }

    @Test func theAnswererAsksAndGivesUpInTheEnd() throws {
        var script = try CallScript.joined()
        script.hear(.offer(CallScript.offer("one")), from: Self.anna, session: Self.theirs)
        script.answer(1)
        script.effects = []
        script.take(1, .path(.failed))
        let asks = Call.Effect.send(
            .negotiate(.iceFailed),
            try RoomName("kitchen"),
            Routing(peer: Self.anna, session: Self.theirs)
        )
        #expect(script.effects == [asks, .startTimer(.retry(LinkID(1)), .seconds(1))])
        for _ in 0..<5 { script.take(.timer(.retry(LinkID(1)))) }
        #expect(script.effects.filter { $0 == asks }.count == 5)
        #expect(script.connection(Self.anna) == .broken(.noPath))
        script.hear(.offer(CallScript.offer("two")), from: Self.anna, session: SessionID(bits: 2))
        #expect(script.connection(Self.anna) == .connecting)
    }

    @Test func whoIsAskedMakesOneNewGeneration() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        let session = script.session(1)
        script.hear(.negotiate(.iceFailed), from: Self.anna, session: session)
        #expect(script.links(Self.anna) == [1, 2])
        #expect(script.hear(.negotiate(.iceFailed), from: Self.anna, session: session) == [.note(.stale)])
        #expect(script.hear(.negotiate(.iceFailed), from: Self.anna) == [.note(.duplicate)])
    }

    @Test func aWrongCertificateIsNotTriedAgain() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        script.take(1, .fingerprintMismatch)
        #expect(script.links(Self.anna) == [])
        #expect(script.connection(Self.anna) == .broken(.insecure))
        script.hear(.offer(CallScript.offer("again")), from: Self.anna, session: Self.theirs)
        script.hear(.negotiate(.iceFailed), from: Self.anna)
        #expect(script.links(Self.anna) == [])
        script.take(.signaling(.welcome(RemotePeer(id: Self.anna))))
        #expect(script.links(Self.anna) == [2])
    }

    @Test func aWrongCertificateOfTheNextLinkLeavesTheProvenOneAlone() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        script.take(.signaling(.welcome(RemotePeer(id: Self.anna))))
        script.take(2, .fingerprintMismatch)
        #expect(script.links(Self.anna) == [1])
        #expect(script.connection(Self.anna) == .connected)
        #expect(script.effects.contains(.notify(.insecure(Self.anna, name: nil))))
    }

    @Test func aLinkWhoseSuccessorFailsIsWatchedAgain() throws {
        var script = try CallScript.joined(acknowledged: false)
        script.take(.signaling(.welcome(RemotePeer(id: nil))))
        script.offer(1)
        script.hear(.offer(CallScript.offer("o0")))
        script.answer(2)
        script.take(.timer(.establish(LinkID(1))))
        #expect(script.links(nil) == [1, 2])
        script.take(2, .path(.failed))
        #expect(script.effects.last == .startTimer(.establish(LinkID(1)), .seconds(15)))
    }

    @Test func aFailedOperationIsNotTriedAgain() throws {
        var script = try CallScript.joined()
        script.hear(.offer(CallScript.offer("no codec")), from: Self.anna, session: Self.theirs)
        script.take(1, .built)
        script.take(1, .operationFailed)
        #expect(script.connection(Self.anna) == .broken(.engine))
        #expect(script.effects.contains(.close(LinkID(1))))
    }

    @Test func aSilentSeedPeerIsTakenForGone() throws {
        var script = try CallScript.joined(acknowledged: false)
        script.hear(.offer(CallScript.offer("one")))
        script.answer(1)
        script.take(1, .path(.connected))
        script.take(1, .path(.disconnected))
        script.take(.timer(.restore(LinkID(1))))
        #expect(script.connection(nil) == .reconnecting)
        script.take(.timer(.retry(LinkID(1))))
        #expect(script.links(nil) == [1, 2])
        script.take(1, .path(.failed))
        script.take(.timer(.establish(LinkID(2))))
        #expect(script.call.participants.isEmpty)
    }

    @Test func resultsOfAClosedLinkReachNobody() throws {
        var script = try CallScript.joined()
        script.take(.signaling(.welcome(RemotePeer(id: Self.anna))))
        script.take(.signaling(.bye(Self.anna, .left)))
        for event: Call.LinkEvent in [.built, .applied, .operationFailed, .path(.connected), .broke] {
            #expect(script.take(.link(LinkID(1), event)) == [.note(.stale)])
        }
    }
}
