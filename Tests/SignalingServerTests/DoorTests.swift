// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import Testing

@testable import SignalingServer

struct DoorTests {
    private static let bob = RemotePeer(id: PeerID("b"), name: "Bob", capabilities: ["joom/1"])

    /// A locked room of `a`, the owner, and `m`; with a knocker where asked.
    private static func locked(knocked: Bool = false) -> Rooms {
        var rooms = Rooms()
        for client in ["a", "m"] { _ = rooms.join(client, .blue, .make(peer: client)) }
        _ = rooms.say("a", .lock(.blue, true))
        if knocked { _ = rooms.join("b", .blue, .make("Bob", peer: "b")) }
        return rooms
    }

    @Test func aRoomWithAKeyRefusesOthersAndPagesOfTheSeed() {
        var rooms = Rooms()
        _ = rooms.join("a", .blue, .make(), admission: 1)
        #expect(rooms.join("b", .blue, .make(), admission: 2).code == .denied)
        #expect(rooms.join("c", .blue, .make()).code == .denied)
        #expect(rooms.join("d", .blue, nil).reply == .silence)
        #expect(rooms.join("e", .blue, .make(), admission: 1).seat != nil)
    }

    @Test func aRoomThatIsGivenAKeyKeepsWhoIsInsideAndAsksNewcomers() {
        var rooms = Rooms()
        _ = rooms.join("a", .blue, .make(peer: "a"))
        rooms.directory.update(.blue) { $0.admission = SecretHash(bytes: [1]) }
        #expect(rooms.join("b", .blue, .make()).code == .denied)
        #expect(rooms.join("c", .blue, .make(), admission: 1).seat?.peers.map(\.id) == [PeerID("a")])
        #expect(rooms.join("a", .blue, .make(peer: "a")).seat != nil)
        rooms.directory.update(.blue) { $0.admission = nil }
        #expect(rooms.join("d", .blue, .make()).seat != nil)
    }

    @Test func byInvitationOneComesOnlyIntoARoomWithAKey() {
        var rooms = Rooms()
        #expect(rooms.join("b", .blue, .make(), admission: 1, isByInvitation: true).code == .denied)
        #expect(rooms.directory.rooms.isEmpty)
        _ = rooms.join("a", .blue, .make())
        #expect(rooms.join("b", .blue, .make(), isByInvitation: true).code == .denied)
        #expect(rooms.join("c", .blue, nil, isByInvitation: true).reply == .silence)
        rooms.directory.update(.blue) { $0.admission = SecretHash(bytes: [1]) }
        #expect(rooms.join("b", .blue, .make(), isByInvitation: true).code == .denied)
        #expect(rooms.join("b", .blue, .make(), admission: 1, isByInvitation: true).seat != nil)
    }

    @Test func theOthersHearOfTheLockOnceAndALateMemberReadsIt() {
        var rooms = Rooms()
        for client in ["a", "b"] { _ = rooms.join(client, .blue, .make(peer: client)) }
        #expect(rooms.say("a", .lock(.blue, true)).effects == [emit("b", .lock(true))])
        #expect(rooms.say("a", .lock(.blue, true)).effects == [])
        #expect(rooms.join("b", .blue, .make()).seat?.isLocked == true)
        #expect(rooms.say("a", .lock(.blue, false)).effects == [emit("b", .lock(false))])
        #expect(rooms.join("c").seat?.isLocked == false)
    }

    @Test func theOwnerAdmitsWhoKnocked() {
        var rooms = Self.locked()
        let knock = rooms.join("b", .blue, .make("Bob", peer: "b"))
        #expect(knock.code == .locked)
        #expect(knock.effects == [emit("a", .knock(Self.bob))])
        #expect(rooms.join("b", .blue, .make(peer: "b")).effects == [])
        #expect(rooms.say("m", .decide(.admit, .blue, PeerID("b"))).code == .notMember)
        #expect(rooms.say("a", .decide(.admit, .blue, PeerID("b"))).effects == [emit("b", .admit(.blue))])
        #expect(rooms.join("b", .blue, .make(peer: "b")).seat?.you == PeerID("b"))
        #expect(rooms.join("c", .blue, nil).reply == .silence)
    }

    @Test func anAdmissionIsGoodOnce() {
        var rooms = Self.locked(knocked: true)
        _ = rooms.say("a", .decide(.admit, .blue, PeerID("b")))
        _ = rooms.join("b", .blue, .make(peer: "b"))
        _ = rooms.say("b", .leave(.blue))
        #expect(rooms.join("b", .blue, .make(peer: "b")).code == .locked)
    }

    @Test func whoWasDeniedDoesNotKnockAgain() {
        var rooms = Self.locked(knocked: true)
        #expect(rooms.say("a", .decide(.deny, .blue, PeerID("b"))).effects == [emit("b", .deny(.blue))])
        let again = rooms.join("b", .blue, .make(peer: "b"))
        #expect(again.code == .denied)
        #expect(again.effects == [])
        #expect(rooms.say("a", .decide(.admit, .blue, PeerID("b"))).code == .notMember)
    }

    @Test(arguments: [ByeReason.left, .lost])
    func aKnockerThatGoesIsNamedToTheOwner(_ reason: ByeReason) {
        var rooms = Self.locked(knocked: true)
        let effects = reason == .lost ? rooms.lose("b") : rooms.say("b", .leave(.blue)).effects
        #expect(effects == [emit("a", .bye(PeerID("b"), reason))])
        #expect(rooms.directory.rooms[.blue]?.door.knockers == [])
    }

    @Test func openingTheDoorAdmitsThoseWhoWait() {
        var rooms = Self.locked(knocked: true)
        #expect(rooms.say("a", .lock(.blue, false)).effects == [emit("m", .lock(false)), emit("b", .admit(.blue))])
        #expect(rooms.join("b", .blue, .make(peer: "b")).seat != nil)
    }

    @Test func theHeirHearsWhoWaits() {
        var rooms = Self.locked(knocked: true)
        let knock = emit("m", .knock(Self.bob))
        #expect(
            rooms.lose("a") == [emit("m", .bye(PeerID("a"), .lost)), emit("m", .owner(PeerID("m"))), knock]
        )
        // And again when the heir's page is reloaded.
        #expect(rooms.join("m").effects == [knock])
    }

    @Test func nobodyWaitsBeforeAnEmptyRoom() {
        var rooms = Self.locked(knocked: true)
        _ = rooms.lose("m")
        #expect(rooms.lose("a") == [emit("b", .deny(.blue))])
        #expect(rooms.join("b").seat != nil)
    }

    @Test func onlySoManyMayWait() {
        var rooms = Self.locked()
        for client in ["1", "2", "3", "4"] { #expect(rooms.join(client).effects.count == 1) }
        let fifth = rooms.join("5")
        #expect(fifth.code == .locked)
        #expect(fifth.effects == [])
    }

    @Test func whoWasLostComesBackThroughALockedDoor() {
        var rooms = Rooms()
        _ = rooms.join("a", .blue, .make(peer: "a"))
        let token = rooms.join("b", .blue, .make(peer: "b")).seat?.resume
        _ = rooms.say("a", .lock(.blue, true))
        _ = rooms.lose("b")
        #expect(rooms.join("b2", .blue, .make(resume: token)).seat?.you == PeerID("b"))
    }

    @Test func theOwnerHandsOver() {
        var rooms = Rooms()
        for client in ["a", "b", "c"] { _ = rooms.join(client, .blue, .make(peer: client)) }
        let owner = ServerEvent.owner(PeerID("c"))
        #expect(
            rooms.say("a", .decide(.owner, .blue, PeerID("c"))).effects
                == [emit("a", owner), emit("b", owner), emit("c", owner)]
        )
        #expect(rooms.say("a", .lock(.blue, true)).code == .notMember)
        #expect(rooms.say("c", .lock(.blue, true)).reply == .done)
    }
}

struct RemovingTests {
    private static func removed() -> Rooms {
        var rooms = Rooms()
        for client in ["a", "b", "c"] { _ = rooms.join(client, .blue, .make(peer: client)) }
        let gone = ServerEvent.bye(PeerID("b"), .removed)
        #expect(
            rooms.say("a", .decide(.remove, .blue, PeerID("b"))).effects == [
                emit("b", gone), emit("a", gone), emit("c", gone),
            ]
        )
        return rooms
    }

    @Test func whoWasRemovedKnocksAtAnOpenDoor() {
        var rooms = Self.removed()
        #expect(rooms.join("b", .blue, .make(peer: "new")).code == .locked)
        #expect(rooms.join("b2", .blue, .make(peer: "b")).code == .locked)
        #expect(rooms.join("d").seat != nil)
        _ = rooms.say("a", .decide(.admit, .blue, PeerID("b")))
        #expect(rooms.join("b2", .blue, .make(peer: "b")).seat?.you == PeerID("b"))
    }

    @Test func theirTokenDoesNotHelp() {
        var rooms = Rooms()
        _ = rooms.join("a", .blue, .make(peer: "a"))
        let token = rooms.join("b", .blue, .make(peer: "b")).seat?.resume
        _ = rooms.say("a", .decide(.remove, .blue, PeerID("b")))
        _ = rooms.lose("b")
        #expect(rooms.join("b2", .blue, .make(peer: "b", resume: token)).code == .locked)
    }

    @Test func unlockingDoesNotLetThemIn() {
        var rooms = Self.removed()
        _ = rooms.say("a", .lock(.blue, true))
        _ = rooms.join("b", .blue, .make(peer: "b"))
        #expect(rooms.say("a", .lock(.blue, false)).effects == [emit("c", .lock(false))])
        #expect(rooms.join("b", .blue, .make(peer: "b")).code == .locked)
    }

    @Test func anOwnerCannotMakeTheServerRememberWithoutEnd() throws {
        var rooms = Self.removed()
        for number in 0..<(Door.maximumRemoved + 8) {
            _ = rooms.join("x\(number)", .blue, .make(peer: "x\(number)"))
            _ = rooms.say("a", .decide(.remove, .blue, PeerID("x\(number)")))
            _ = rooms.lose("x\(number)")
        }
        #expect(rooms.join("again", .blue, .make(peer: "x0")).seat != nil)
        #expect(rooms.join("still", .blue, .make(peer: "x\(Door.maximumRemoved + 7)")).code == .locked)
    }
}
