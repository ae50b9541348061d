// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import Testing

/// Make before break: a new generation beside the one in use, which goes when nothing is lost by it.
struct RecoveryTests {
    static let anna = CallScript.anna
    static let theirs = SessionID(bits: 0xfeed)

    /// A connected link of ours and a second one, offered and answered.
    private func withSuccessor() throws -> CallScript {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        script.take(.networkChanged)
        script.take(.timer(.rebuild(LinkID(1))))
        script.offer(2)
        script.hear(.answer(CallScript.answer("a2")), from: Self.anna, session: script.session(2))
        script.take(2, .applied)
        return script
    }

    @Test func anotherNetworkIsAnotherOfferBesideWhatWorks() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        #expect(script.take(.networkChanged) == [.startTimer(.rebuild(LinkID(1)), .zero)])
        script.take(.timer(.rebuild(LinkID(1))))
        #expect(script.links(Self.anna) == [1, 2])
        #expect(script.take(.timer(.rebuild(LinkID(1)))) == [], "a newer generation is under way")
    }

    @Test func whoAnswersAsksForAnotherOffer() throws {
        var script = try CallScript.joined()
        script.hear(.offer(CallScript.offer("theirs")), from: Self.anna, session: Self.theirs)
        script.answer(1)
        script.take(1, .path(.connected))
        let routing = Routing(peer: Self.anna, session: Self.theirs)
        #expect(script.take(.networkChanged) == [.send(.negotiate(.network), try RoomName("kitchen"), routing)])
        #expect(script.links(Self.anna) == [1])
    }

    @Test func aPeerWithoutANameIsLeftAlone() throws {
        var script = try CallScript.joined(acknowledged: false)
        script.connectByOffer(1, to: nil)
        #expect(script.take(.networkChanged) == [])
    }

    @Test func nothingIsSaidWhileTheServerIsAway() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        script.take(.signaling(.lost))
        #expect(script.take(.networkChanged) == [])
        #expect(script.take(.timer(.rebuild(LinkID(1)))) == [])
    }

    @Test func theSuccessorTakesOverWithItsFirstPicture() throws {
        var script = try withSuccessor()
        script.take(2, .path(.connected))
        #expect(script.links(Self.anna) == [1, 2])
        script.take(2, .firstPicture(width: 640, height: 480))
        #expect(script.links(Self.anna) == [2])
        #expect(script.effects.suffix(2) == [.retire(LinkID(1)), .show(LinkID(2), peer: Self.anna)])
    }

    @Test func withoutAPictureItTakesOverAfterAWhile() throws {
        var script = try withSuccessor()
        script.take(2, .path(.connected))
        #expect(script.effects.last == .startTimer(.takeOver(LinkID(2)), .seconds(2)))
        script.take(.timer(.takeOver(LinkID(2))))
        #expect(script.links(Self.anna) == [2])
    }

    @Test func aPathIsEnoughWhereNothingWorks() throws {
        var script = try withSuccessor()
        script.take(1, .path(.disconnected))
        #expect(script.links(Self.anna) == [1, 2])
        script.take(2, .path(.connected))
        #expect(script.links(Self.anna) == [2])
    }

    @Test func whoChangesNetworksKeepsTheirTile() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        script.take(1, .path(.disconnected))
        #expect(script.take(.signaling(.bye(Self.anna, .lost))) == [.startTimer(.departed(Self.anna), .seconds(4))])
        #expect(script.connection(Self.anna) == .reconnecting)
        script.take(.signaling(.welcome(RemotePeer(id: Self.anna))))
        script.take(.timer(.departed(Self.anna)))
        #expect(script.connection(Self.anna) == .reconnecting)
    }

    @Test func whoDoesNotComeBackIsGone() throws {
        var script = try CallScript.joined()
        script.connectByOffer(1, to: Self.anna)
        script.take(1, .path(.disconnected))
        script.take(.signaling(.bye(Self.anna, .lost)))
        script.take(.timer(.departed(Self.anna)))
        #expect(script.connection(Self.anna) == nil)
        #expect(script.effects.last == .notify(.went(Self.anna, name: nil, .lost)))
    }

    @Test func whatFailsLateIsReplacedByWhatIsConnected() throws {
        var script = try withSuccessor()
        script.take(2, .path(.connected))
        script.take(1, .path(.disconnected))
        #expect(script.links(Self.anna) == [2])
    }
}
