// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import SignalingServer
import Testing

/// The door of a room of our own server, from both sides.
@Suite(.timeLimit(.minutes(1)))
struct DoorTests {
    static let ada = PeerID("ada")
    static let bob = PeerID("bob")

    @Test func everyWordOfTheDoorArrives() async throws {
        let server = try await SignalingServer.start(ServerConfiguration(port: 0))
        let room = try RoomName("blue")
        let owner = Peer(port: server.port)
        let guest = Peer(port: server.port)
        for peer in [owner, guest] { #expect(await peer.next() == .connected) }
        owner.channel.join(room, options: JoinOptions(name: "Ada", peerID: Self.ada))
        #expect(await owner.next() == .joinSent)
        guard case .joined(let seat) = await owner.next() else { return #expect(Bool(false), "no seat") }
        #expect(seat.owner == Self.ada)
        owner.channel.request(.lock(true), in: room)
        // Nobody of this name waits: the refusal also says that the lock, sent before, was heard.
        owner.channel.request(.admit(Self.bob), in: room)
        guard case .door(.refused(let refusal)) = await owner.next() else { return #expect(Bool(false), "no refusal") }
        #expect(refusal.code == .notMember)

        guest.channel.join(room, options: JoinOptions(name: "Bob", peerID: Self.bob))
        #expect(await guest.next() == .joinSent)
        guard case .refused(let closed) = await guest.next() else { return #expect(Bool(false), "not locked") }
        #expect(closed.code == .locked)
        let bob = RemotePeer(id: Self.bob, name: "Bob", capabilities: ["joom/1"])
        #expect(await owner.next() == .door(.knock(bob)))
        owner.channel.request(.admit(Self.bob), in: room)
        #expect(await guest.next() == .door(.admit(nil)))
        guest.channel.join(room, options: JoinOptions(name: "Bob", peerID: Self.bob))
        #expect(await guest.next() == .joinSent)
        guard case .joined(let inside) = await guest.next() else { return #expect(Bool(false), "not let in") }
        #expect(inside.isLocked && inside.owner == Self.ada)
        #expect(await owner.next() == .welcome(bob))
        owner.channel.request(.lock(false), in: room)
        #expect(await guest.next() == .door(.lock(false)))
        owner.channel.request(.handOver(Self.bob), in: room)
        for peer in [owner, guest] { #expect(await peer.next() == .door(.owner(Self.bob))) }
        guest.channel.request(.remove(Self.ada), in: room)
        #expect(await owner.next() == .bye(Self.ada, .removed))
        await server.stop()
        guard case .bye = await guest.next() else { return #expect(Bool(false), "no good-bye") }
    }
}
