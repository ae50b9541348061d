// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import Testing

@testable import SignalingServer

/// Those who found a room on the network and have no link.
struct VisitorTests {
    private static let key = "AAECAwQFBgcICQoLDA0ODw"
    private static let bob = RemotePeer(id: PeerID("b"), name: "Bob", capabilities: ["joom/1", RemotePeer.takesKey])
    private static let visitor = RemotePeer(
        id: PeerID("b"),
        name: "Bob",
        capabilities: ["joom/1", RemotePeer.takesKey, RemotePeer.visitor]
    )

    /// A room of `a` with a key, which the owner may give away.
    private static func open() -> Rooms {
        var rooms = Rooms()
        _ = rooms.join("a", .blue, .make(peer: "a"), admission: 1)
        _ = rooms.directory.handOut(key, at: .blue)
        return rooms
    }

    private static func request(_ capabilities: Set<String> = ["joom/1", RemotePeer.takesKey]) -> JoinRequest {
        JoinRequest(name: "Bob", peerID: PeerID("b"), capabilities: capabilities)
    }

    private static func knock(_ rooms: inout Rooms) -> RoomDirectory.Outcome {
        rooms.join("b", .blue, request(), isByInvitation: true)
    }

    @Test func theOwnersWordGivesTheKeyAndTheOthersHearThatItProvesNothing() {
        var rooms = Self.open()
        let knock = Self.knock(&rooms)
        #expect(knock.code == .locked)
        #expect(knock.effects == [emit("a", .knock(Self.bob))])
        let word = rooms.say("a", .decide(.admit, .blue, PeerID("b")))
        #expect(word.effects == [emit("b", .admit(.blue, key: Self.key))])
        // Asked before the word was heard.
        #expect(Self.knock(&rooms).effects.isEmpty)
        let seat = rooms.join("b", .blue, Self.request(), admission: 1, isByInvitation: true)
        #expect(seat.seat?.you == PeerID("b"))
        #expect(seat.effects == [emit("a", .welcome(Self.visitor))])
        let late = rooms.join("c", .blue, .make(peer: "c"), admission: 1)
        #expect(late.seat?.peers.map(\.isVisitor) == [false, true])
        #expect(rooms.directory.rooms[.blue]?.member(PeerID("c"))?.isVisitor == true)
        // Who was there before the key was given away comes back as before.
        #expect(rooms.join("a", .blue, .make(peer: "a"), admission: 1).seat != nil)
        #expect(rooms.directory.rooms[.blue]?.member(PeerID("a"))?.isVisitor == false)
    }

    @Test func aKeyThatWasGivenAwayProvesNothingInTheNextCallEither() {
        var rooms = Self.open()
        _ = Self.knock(&rooms)
        _ = rooms.say("a", .decide(.admit, .blue, PeerID("b")))
        _ = rooms.lose("a")
        #expect(rooms.directory.rooms.isEmpty)
        _ = rooms.join("a", .blue, .make(peer: "a"), admission: 1)
        #expect(rooms.join("b", .blue, Self.request(), admission: 1).effects == [emit("a", .welcome(Self.visitor))])
        #expect(rooms.join("c", .red, .make(peer: "c"), admission: 2).seat != nil)
        #expect(rooms.directory.rooms[.red]?.member(PeerID("c"))?.isVisitor == false)
    }

    @Test func aRefusedVisitorDoesNotAskAgain() {
        var rooms = Self.open()
        _ = Self.knock(&rooms)
        #expect(rooms.say("a", .decide(.deny, .blue, PeerID("b"))).effects == [emit("b", .deny(.blue))])
        #expect(Self.knock(&rooms).code == .denied)
        #expect(Self.knock(&rooms).effects.isEmpty)
    }

    @Test func onlyThoseKnockWhoTakeAKeyWhereOneIsGivenAway() {
        var rooms = Self.open()
        #expect(rooms.join("c", .blue, .make(peer: "c"), isByInvitation: true).code == .denied)
        #expect(rooms.join("d", .blue, Self.request(), admission: 2, isByInvitation: true).code == .denied)
        #expect(rooms.join("e", .blue, nil, isByInvitation: true).reply == .silence)
        #expect(rooms.join("f", .red, Self.request(), isByInvitation: true).code == .denied)
        var closed = Rooms()
        _ = closed.join("a", .blue, .make(peer: "a"), admission: 1)
        #expect(Self.knock(&closed).code == .denied)
    }

    @Test func unlockingLetsInOnlyThoseWhoHaveTheLink() {
        var rooms = Self.open()
        _ = rooms.say("a", .lock(.blue, true))
        _ = Self.knock(&rooms)
        _ = rooms.join("c", .blue, .make(peer: "c"), admission: 1)
        #expect(rooms.say("a", .lock(.blue, false)).effects == [emit("c", .admit(.blue))])
        #expect(rooms.directory.rooms[.blue]?.door.knockers.map(\.peer.id) == [PeerID("b")])
    }

    @Test func closingSendsThoseAwayWhoWait() {
        var rooms = Self.open()
        _ = Self.knock(&rooms)
        let effects = rooms.directory.handOut(nil, at: .blue)
        #expect(effects == [emit("a", .bye(PeerID("b"), .left)), emit("b", .deny(.blue))])
        #expect(Self.knock(&rooms).code == .denied)
        #expect(rooms.directory.handOut(Self.key, at: .red).isEmpty)
    }

    @Test func aFullRoomSaysSo() {
        var rooms = Self.open()
        for client in ["x", "y", "z"] { _ = rooms.join(client, .blue, .make(peer: client), admission: 1) }
        #expect(Self.knock(&rooms).code == .roomFull)
    }
}
