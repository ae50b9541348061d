// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import SignalingServer
import Testing

/// The channel against our own server, with everything the extension adds.
@Suite(.timeLimit(.minutes(1)))
struct JoomServerTests {
    static let ada = PeerID("ada")
    static let bob = PeerID("bob")

    /// Joins and reads what the server says of it.
    private func join(_ peer: Peer, _ room: RoomName, _ options: JoinOptions) async throws -> JoinAcknowledgement {
        peer.channel.join(room, options: options)
        #expect(await peer.next() == .joinSent)
        guard case .joined(let acknowledgement) = await peer.next() else {
            throw Complaint.notJoined
        }
        return acknowledgement
    }

    enum Complaint: Error {
        case notJoined
    }

    @Test func seatsAndMessagesHaveNames() async throws {
        let server = try await SignalingServer.start(ServerConfiguration(port: 0))
        let room = try RoomName("blue")
        let first = Peer(port: server.port)
        let second = Peer(port: server.port)
        #expect(await first.next() == .connected)
        #expect(await second.next() == .connected)
        #expect(try await join(first, room, JoinOptions(name: "Ada", peerID: Self.ada)).you == Self.ada)
        let seat = try await join(second, room, JoinOptions(name: "Bob", peerID: Self.bob))
        #expect(seat.peers == [RemotePeer(id: Self.ada, name: "Ada", capabilities: ["joom/1"])])
        #expect(await first.next() == .welcome(RemotePeer(id: Self.bob, name: "Bob", capabilities: ["joom/1"])))

        let session = SessionID(bits: 0xc0ffee)
        let state = SignalingMessage.state(MediaState(microphone: false, camera: true))
        let messages: [SignalingMessage] = [
            .offer(SessionDescription(kind: .offer, sdp: "v=0\r\n")), .ice(nil), .negotiate(.network),
        ]
        for message in messages {
            first.channel.send(message, in: room, routing: Routing(peer: Self.bob, session: session, mac: "m4c"))
        }
        first.channel.send(state, in: room, routing: Routing())
        let sender = Routing(peer: Self.ada, session: session, mac: "m4c")
        #expect(await second.next() == .message(messages[0], sender))
        #expect(await second.next() == .message(messages[1], sender))
        guard case .message(.negotiate(.network), let asked) = await second.next() else {
            Issue.record("negotiate did not come")
            return
        }
        #expect(asked.peer == Self.ada && asked.session == session)
        #expect(await second.next() == .message(state, Routing(peer: Self.ada)))
        first.channel.leave(room)
        #expect(await second.next() == .bye(Self.ada, .left))
        second.channel.close()
        await server.stop()
    }

    @Test func aFullRoomSaysSo() async throws {
        let server = try await SignalingServer.start(ServerConfiguration(port: 0, capacity: 1))
        let room = try RoomName("blue")
        let first = Peer(port: server.port)
        let second = Peer(port: server.port)
        #expect(await first.next() == .connected)
        _ = try await join(first, room, JoinOptions(name: nil, peerID: Self.ada))
        #expect(await second.next() == .connected)
        second.channel.join(room, options: JoinOptions(name: nil, peerID: Self.bob))
        #expect(await second.next() == .joinSent)
        guard case .refused(let refusal) = await second.next() else {
            Issue.record("a seat was given")
            return
        }
        #expect(refusal.code == .roomFull)
        await server.stop()
    }

    @Test func aRestartedServerIsFoundAndJoinedAnew() async throws {
        let server = try await SignalingServer.start(ServerConfiguration(port: 0))
        let room = try RoomName("blue")
        let peer = Peer(port: server.port)
        #expect(await peer.next() == .connected)
        let seat = try await join(peer, room, JoinOptions(name: "Ada", peerID: Self.ada))
        await server.stop()
        guard case .disconnected = await peer.next() else {
            Issue.record("the loss was not told")
            return
        }
        let restarted = try await SignalingServer.start(ServerConfiguration(port: server.port))
        var event = await peer.next()
        // Depending on the moment, an attempt may have failed before the new server listened.
        if case .disconnected = event { event = await peer.next() }
        #expect(event == .connected)
        let options = JoinOptions(name: "Ada", peerID: Self.ada, resume: seat.resume)
        #expect(try await join(peer, room, options).you == Self.ada)
        await restarted.stop()
    }
}
