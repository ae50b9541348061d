// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import Testing

/// Two servers welcome both peers, so that both offer.
struct CollisionTests {
    static let anna = CallScript.anna
    static let zoe = CallScript.zoe
    static let theirs = SessionID(bits: 0xfeed)

    struct Glare: Sendable {
        let peer: PeerID?
        let session: SessionID?
        let theirOffer: String
        let links: [Int]
    }

    /// Ours is `o1`, we are `me`; `o0` is smaller, `o2` larger.
    @Test(arguments: [
        Glare(peer: zoe, session: theirs, theirOffer: "o0", links: [1]),
        Glare(peer: anna, session: theirs, theirOffer: "o2", links: [2]),
        Glare(peer: nil, session: nil, theirOffer: "o2", links: [1]),
        Glare(peer: nil, session: nil, theirOffer: "o0", links: [1, 2]),
        Glare(peer: zoe, session: nil, theirOffer: "o0", links: [1, 2]),
    ])
    func offersThatMeet(_ glare: Glare) throws {
        var script = try CallScript.joined(acknowledged: glare.peer != nil)
        script.take(.signaling(.welcome(RemotePeer(id: glare.peer))))
        script.offer(1)
        script.hear(.offer(CallScript.offer(glare.theirOffer)), from: glare.peer, session: glare.session)
        #expect(script.links(glare.peer) == glare.links)
    }

    /// Zoe's offer, or Anna's, came first; which of the two would stand does not matter.
    @Test(arguments: [anna, zoe])
    func aLateWelcomeDoesNotTakeAnAnswerBack(_ peer: PeerID) throws {
        var script = try CallScript.joined()
        script.hear(.offer(CallScript.offer("theirs")), from: peer, session: Self.theirs)
        script.take(.signaling(.welcome(RemotePeer(id: peer))))
        #expect(script.links(peer) == [1])
        script.answer(1)
        let answered = Routing(peer: peer, session: Self.theirs)
        #expect(script.effects.contains(.send(.answer(CallScript.answer("a1")), try RoomName("kitchen"), answered)))
        #expect(script.links(peer) == [1, 2])
        script.offer(2)
        let offered = Routing(peer: peer, session: script.session(2))
        #expect(script.effects.last == .send(.offer(CallScript.offer("o2")), try RoomName("kitchen"), offered))
    }

    @Test func aLateWelcomeIsMetByAnOfferAlsoWhenTheAnswerFails() throws {
        var script = try CallScript.joined()
        script.hear(.offer(CallScript.offer("theirs")), from: Self.zoe, session: Self.theirs)
        script.take(.signaling(.welcome(RemotePeer(id: Self.zoe))))
        script.take(1, .operationFailed)
        #expect(script.links(Self.zoe) == [2])
    }

    @Test func aPageThatRollsBackIsStillMet() throws {
        var script = try CallScript.joined(acknowledged: false)
        script.take(.signaling(.welcome(RemotePeer(id: nil))))
        script.offer(1)
        script.hear(.offer(CallScript.offer("o0")))
        script.answer(2)
        script.hear(.answer(CallScript.answer("rolled back")))
        script.hear(.ice(nil))
        script.take(1, .applied)
        #expect(script.effects.last == .run(LinkID(1), .addCandidate(nil)))
        script.take(1, .path(.connected))
        script.take(.timer(.establish(LinkID(2))))
        #expect(script.links(nil) == [1])
    }
}
