// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import RoomProtocol
import Testing

@testable import JoomUI

struct InvitationTests {
    private static let certificate = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
    private static let here = ServerAddress(host: "localhost", port: 3_000, isSecure: false)
    private static let network = ServerAddress(
        host: "192.168.1.7",
        port: 3_443,
        isSecure: true,
        certificate: certificate
    )

    private func snapshot(at server: ServerAddress) throws -> CallSnapshot {
        var snapshot = CallSnapshot()
        snapshot.phase = .joined(try RoomName("blue"))
        snapshot.server = server
        return snapshot
    }

    @Test func closedTheLinkIsOfThisComputer() throws {
        let link = Invitation().link(to: try snapshot(at: Self.here))
        #expect(link?.webText == "http://localhost:3000/r/blue")
        #expect(Invitation().link(to: CallSnapshot()) == nil)
    }

    private static func open() throws -> RoomLink {
        var generator = SystemRandomNumberGenerator()
        let secret = try RoomLink.Secret(key: RoomLink.Secret.make(using: &generator).key, certificate: certificate)
        return RoomLink(server: network, room: try RoomName("blue"), secret: secret)
    }

    @Test func openTheLinkNamesTheKeyAndTheCertificate() throws {
        let open = try Self.open()
        let link = try #require(Invitation(door: .open(open)).link(to: try snapshot(at: Self.here)))
        let key = try #require(open.secret?.key)
        #expect(link.webText == "https://192.168.1.7:3443/r/blue#k=\(key)&fp=\(Self.certificate)")
        #expect(try RoomLink(link.webText) == link)
        #expect(try Self.open().secret != open.secret)
    }

    @Test func whoGotTheKeyAtTheDoorCanHandTheLinkOn() throws {
        let open = try Self.open()
        var visit = try snapshot(at: Self.network)
        visit.handedKey = open.secret?.key
        #expect(Invitation().link(to: visit) == open)
    }

    @Test func onlyThisRoomOfThisComputerIsOpened() throws {
        let invitation = Invitation(door: .open(try Self.open()))
        let elsewhere = ServerAddress(host: "example.org", port: 443, isSecure: true)
        #expect(invitation.link(to: try snapshot(at: elsewhere))?.webText == "https://example.org/r/blue")
        var other = try snapshot(at: Self.here)
        other.phase = .joined(try RoomName("red"))
        #expect(invitation.link(to: other)?.webText == "http://localhost:3000/r/red")
    }

    @Test func aRoomKeepsItsKeyWhileSomebodyIsInWhoWantsItProved() throws {
        let open = try Self.open()
        var now = try snapshot(at: Self.here)
        now.participants = [CallSnapshot.Participant(id: ParticipantID(peer: PeerID("bob")), name: "Bob")]
        var invitation = Invitation(door: .open(open), isAnnounced: true)
        let isKept = invitation.close(now)
        #expect(isKept && invitation.door == .closed && !invitation.isAnnounced)
        #expect(invitation.entered?.keys == open.keys)
        let link = try #require(invitation.link(to: now))
        #expect(link.webText == "http://localhost:3000/r/blue#k=\(try #require(open.secret?.key))")
        now.participants = []
        invitation = Invitation(door: .open(open))
        let isKeptForNobody = invitation.close(now)
        #expect(!isKeptForNobody && invitation.entered == nil)
    }

    @Test func aRoomHasOneKeyWhoeverIsInvited() throws {
        var generator = SystemRandomNumberGenerator()
        let room = try NewRoom(using: &generator)
        let entered = RoomLink(server: Self.here, room: room.name, secret: room.secret)
        #expect(try Invitation(entered: entered).secret(using: &generator) == room.secret)
        let certified = try RoomLink("https://192.168.1.7/r/blue#k=\(room.secret.key)&fp=\(Self.certificate)")
        #expect(try Invitation(entered: certified).secret(using: &generator) == room.secret)
        let plain = Invitation(entered: RoomLink(server: Self.here, room: room.name))
        #expect(try plain.secret(using: &generator) != plain.secret(using: &generator))
    }

    @Test func theLinkByWhichWeCameIsHandedOn() throws {
        let text = "https://192.168.1.7:3443/r/blue#k=AAECAwQFBgcICQoLDA0ODw&fp=\(Self.certificate)"
        let entered = try RoomLink(text)
        let invitation = Invitation(entered: entered)
        #expect(invitation.link(to: try snapshot(at: entered.server))?.webText == text)
        #expect(invitation.link(to: try snapshot(at: Self.here))?.webText == "http://localhost:3000/r/blue")
    }
}
