// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import Testing

@testable import SignalingServer

struct JoiningTests {
    @Test func theFirstOwnsTheRoomAndTheNextIsWelcomed() {
        var rooms = Rooms()
        let first = rooms.join("a", .blue, .make("Ada"))
        #expect(first.effects == [])
        #expect(first.seat == JoinAcknowledgement(you: PeerID("p1"), resume: "t1", owner: PeerID("p1")))
        let second = rooms.join("b", .blue, .make("Bob", peer: "bob"))
        let bob = RemotePeer(id: PeerID("bob"), name: "Bob", capabilities: ["joom/1"])
        #expect(second.effects == [emit("a", .welcome(bob))])
        #expect(
            second.seat?.peers == [RemotePeer(id: PeerID("p1"), name: "Ada", capabilities: ["joom/1"])]
        )
        #expect(second.seat?.owner == PeerID("p1"))
    }

    @Test func roomsAreApart() {
        var rooms = Rooms()
        _ = rooms.join("a")
        #expect(rooms.join("b", .red).effects == [])
        #expect(rooms.say("a", .relay(offer, .red, Routing())).code == .notMember)
    }

    @Test func theFifthFindsNoSeat() {
        var rooms = Rooms()
        for client in ["a", "b", "c", "d"] { #expect(rooms.join(client).seat != nil) }
        let fifth = rooms.join("e")
        #expect(fifth.code == .roomFull)
        #expect(fifth.effects == [])
    }

    @Test func aTakenIdIsReplaced() {
        var rooms = Rooms()
        _ = rooms.join("a", .blue, .make(peer: "x"))
        #expect(rooms.join("b", .blue, .make(peer: "x")).seat?.you == PeerID("p2"))
    }

    @Test func joiningAgainIsAnsweredAndAnnouncedAnew() {
        var rooms = Rooms()
        _ = rooms.join("a")
        _ = rooms.join("b", .blue, .make(peer: "bob"))
        let again = rooms.join("b", .blue, .make("Bobby"))
        let bob = RemotePeer(id: PeerID("bob"), name: "Bobby", capabilities: ["joom/1"])
        #expect(again.effects == [emit("a", .welcome(bob))])
        #expect(again.seat?.you == PeerID("bob"))
        #expect(again.seat?.peers.count == 1)
    }

    @Test func aConnectionGetsFourRooms() throws {
        var rooms = Rooms()
        for name in ["1", "2", "3", "4"] { #expect(rooms.join("a", try RoomName(name)).seat != nil) }
        #expect(rooms.join("a", try RoomName("5")).code == .rate)
    }
}

struct SeedStyleTests {
    @Test func twoPagesOfTheSeedHearNothingNew() {
        var rooms = Rooms()
        #expect(rooms.join("a", .blue, nil) == RoomDirectory.Outcome(reply: .done))
        #expect(rooms.join("b", .blue, nil).effects == [emit("a", .welcome(RemotePeer(id: nil)))])
        let relayed = rooms.say("a", .relay(offer, .blue, Routing()))
        #expect(relayed.effects == [emit("b", .relay(offer, Routing()))])
    }

    @Test func aThirdPageIsSimplyNotJoined() {
        var rooms = Rooms()
        _ = rooms.join("a", .blue, nil)
        _ = rooms.join("b", .blue, nil)
        #expect(rooms.join("c", .blue, nil) == RoomDirectory.Outcome(reply: .silence))
        #expect(rooms.say("c", .relay(offer, .blue, Routing())).code == .notMember)
        #expect(rooms.join("d").code == .roomFull)
    }

    @Test func aPageFindsNoSeatInARoomOfMoreThanOne() {
        var rooms = Rooms()
        _ = rooms.join("a")
        _ = rooms.join("b")
        #expect(rooms.join("c", .blue, nil) == RoomDirectory.Outcome(reply: .silence))
    }

    @Test func aPageAndAJoomEachHearTheirOwnForm() {
        var rooms = Rooms()
        _ = rooms.join("seed", .blue, nil)
        let joined = rooms.join("joom")
        #expect(joined.effects == [emit("seed", .welcome(RemotePeer(id: nil)))])
        #expect(joined.seat?.peers == [RemotePeer(id: PeerID("p1"))])
        let session = SessionID(bits: 1)
        #expect(
            rooms.say("joom", .relay(offer, .blue, Routing(peer: PeerID("p1"), session: session))).effects
                == [emit("seed", .relay(offer, Routing()))]
        )
        #expect(
            rooms.say("seed", .relay(offer, .blue, Routing())).effects
                == [emit("joom", .relay(offer, Routing(peer: PeerID("p1"))))]
        )
        #expect(rooms.join("late").code == .roomFull)
    }
}

struct RelayingTests {
    @Test func goesToOneOrToAllOthersWithTheSendersId() {
        var rooms = Rooms()
        for client in ["a", "b", "c"] { _ = rooms.join(client, .blue, .make(peer: client)) }
        let session = SessionID(bits: 7)
        let from = Routing(peer: PeerID("a"), session: session, mac: "m")
        let one = rooms.say("a", .relay(offer, .blue, Routing(peer: PeerID("c"), session: session, mac: "m")))
        #expect(one == RoomDirectory.Outcome(reply: .done, effects: [emit("c", .relay(offer, from))]))
        let all = rooms.say("a", .relay(offer, .blue, Routing(session: session, mac: "m")))
        #expect(all.effects == [emit("b", .relay(offer, from)), emit("c", .relay(offer, from))])
    }

    @Test func negotiateAndStateAreRelayedToo() {
        var rooms = Rooms()
        for client in ["a", "b"] { _ = rooms.join(client, .blue, .make(peer: client)) }
        let from = Routing(peer: PeerID("a"))
        let state = MediaState(microphone: true, camera: false)
        #expect(
            rooms.say("a", .negotiate(.network, .blue, Routing(peer: PeerID("b")))).effects
                == [emit("b", .negotiate(.network, from))]
        )
        #expect(rooms.say("a", .state(state, .blue, Routing())).effects == [emit("b", .state(state, from))])
    }

    struct Refused: Sendable {
        let client: String
        let event: ClientEvent
    }

    @Test(arguments: [
        Refused(client: "stranger", event: .relay(offer, .blue, Routing())),
        Refused(client: "a", event: .relay(offer, .red, Routing())),
        Refused(client: "a", event: .relay(offer, .blue, Routing(peer: PeerID("nobody")))),
        Refused(client: "a", event: .relay(offer, .blue, Routing(peer: PeerID("a")))),
        Refused(client: "stranger", event: .leave(.blue)),
        Refused(client: "b", event: .lock(.blue, true)),
        Refused(client: "b", event: .decide(.remove, .blue, PeerID("a"))),
        Refused(client: "a", event: .decide(.admit, .blue, PeerID("b"))),
    ])
    func refusesWhoMayNot(_ item: Refused) {
        var rooms = Rooms()
        for client in ["a", "b"] { _ = rooms.join(client, .blue, .make(peer: client)) }
        let outcome = rooms.say(item.client, item.event)
        #expect(outcome.code == .notMember)
        #expect(outcome.effects == [])
    }
}

struct LeavingTests {
    @Test func anOwnerThatComesBackIsAMemberLikeOthers() {
        var rooms = Rooms()
        let token = rooms.join("a", .blue, .make(peer: "a")).seat?.resume
        _ = rooms.join("b", .blue, .make(peer: "b"))
        _ = rooms.lose("a")
        #expect(rooms.join("a2", .blue, .make(resume: token)).seat?.owner == PeerID("b"))
        #expect(rooms.say("a2", .lock(.blue, true)).code == .notMember)
    }

    @Test func aPageOfTheSeedInheritsOnlyWhereThereIsNoOther() {
        var rooms = Rooms()
        _ = rooms.join("seed", .blue, nil)
        _ = rooms.join("a", .blue, .make(peer: "a"))
        _ = rooms.lose("seed")
        #expect(rooms.directory.rooms[.blue]?.owner == PeerID("a"))
        _ = rooms.join("seed2", .blue, nil)
        #expect(rooms.say("a", .decide(.owner, .blue, PeerID("p3"))).code == .notMember)
        _ = rooms.lose("a")
        #expect(rooms.directory.rooms[.blue]?.owner == PeerID("p3"))
    }

    @Test func theOthersHearWhyAndTheHeirOwns() {
        var rooms = Rooms()
        for client in ["a", "b", "c"] { _ = rooms.join(client, .blue, .make(peer: client)) }
        let left = rooms.say("a", .leave(.blue))
        let bye = ServerEvent.bye(PeerID("a"), .left)
        let heir = ServerEvent.owner(PeerID("b"))
        #expect(left.reply == .done)
        #expect(left.effects == [emit("b", bye), emit("c", bye), emit("b", heir), emit("c", heir)])
        #expect(rooms.directory.rooms[.blue]?.owner == PeerID("b"))
        #expect(rooms.lose("b") == [emit("c", .bye(PeerID("b"), .lost)), emit("c", .owner(PeerID("c")))])
        #expect(rooms.lose("c") == [])
        #expect(rooms.directory.rooms.isEmpty)
    }

    @Test func aTokenGivesTheIdBackForTwoMinutes() {
        var rooms = Rooms()
        _ = rooms.join("a", .blue, .make(peer: "a"))
        let token = rooms.join("b", .blue, .make(peer: "b")).seat?.resume
        _ = rooms.lose("b")
        rooms.now = .seconds(119)
        #expect(rooms.join("thief", .blue, .make(peer: "b")).seat?.you == PeerID("p3"))
        let back = rooms.join("b2", .blue, .make(resume: token))
        #expect(back.seat?.you == PeerID("b"))
        #expect(back.seat?.resume != token)
        _ = rooms.lose("b2")
        #expect(rooms.join("b3", .blue, .make(resume: token)).seat?.you == PeerID("p5"))
    }

    @Test func aTokenIsWorthNothingLater() {
        var rooms = Rooms()
        _ = rooms.join("a", .blue, .make(peer: "a"))
        let token = rooms.join("b", .blue, .make(peer: "b")).seat?.resume
        _ = rooms.lose("b")
        rooms.now = .seconds(121)
        #expect(rooms.join("c", .blue, .make(resume: token)).seat?.you == PeerID("p3"))
        #expect(rooms.join("d", .blue, .make(peer: "b")).seat?.you == PeerID("b"))
    }

    @Test func aRejoinReplacesTheConnectionThatIsStillThere() {
        var rooms = Rooms()
        _ = rooms.join("a", .blue, .make(peer: "a"))
        let token = rooms.join("old", .blue, .make(peer: "b")).seat?.resume
        let back = rooms.join("new", .blue, .make(resume: token))
        let bob = RemotePeer(id: PeerID("b"), capabilities: ["joom/1"])
        #expect(back.effects == [emit("a", .welcome(bob)), .disconnect(SocketID("old"))])
        #expect(back.seat?.you == PeerID("b"))
        #expect(rooms.lose("old") == [])
        #expect(rooms.directory.rooms[.blue]?.members.count == 2)
    }
}
