// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import Testing

/// The channel against a server of another make, which knows nothing of ids and acknowledgements.
@Suite(.timeLimit(.minutes(1)))
struct SeedServerTests {
    @Test(arguments: [[], ["--polling-only"]])
    func twoPeersExchangeEverythingInOrder(_ options: [String]) async throws {
        let server = try ServerProcess.seed(options: options)
        let room = try RoomName("파랑 blue")
        let first = Peer(port: server.port)
        let second = Peer(port: server.port)
        await first.joinSeedStyle(room)
        await second.joinSeedStyle(room)
        #expect(await first.next() == .welcome(RemotePeer(id: nil)))

        let offer = SessionDescription(kind: .offer, sdp: "v=0\r\n" + String(repeating: "a=x\r\n", count: 1_500))
        let answer = SessionDescription(kind: .answer, sdp: "v=0\r\n\u{1e}")
        first.channel.send(.offer(offer), in: room, routing: Routing())
        #expect(await second.next() == .message(.offer(offer), Routing()))
        second.channel.send(.answer(answer), in: room, routing: Routing())
        #expect(await first.next() == .message(.answer(answer), Routing()))

        for index in 0..<40 { first.channel.send(.ice(candidate(index)), in: room, routing: Routing()) }
        first.channel.send(.ice(nil), in: room, routing: Routing())
        for index in 0..<40 { #expect(await second.next() == .message(.ice(candidate(index)), Routing())) }
        #expect(await second.next() == .message(.ice(nil), Routing()))
    }

    private func candidate(_ index: Int) -> IceCandidate {
        IceCandidate(candidate: "candidate:\(index)", sdpMid: "0", sdpMLineIndex: 0)
    }

    @Test(arguments: [[], ["--polling-only"]])
    func findsAServerThatWasRestarted(_ options: [String]) async throws {
        let server = try ServerProcess.seed(options: options)
        let room = try RoomName("blue")
        let peer = Peer(port: server.port)
        await peer.joinSeedStyle(room)
        server.kill()
        guard case .disconnected(.lost) = await peer.next() else {
            Issue.record("the loss was not told")
            return
        }
        let stale = SessionDescription(kind: .offer, sdp: "v=0\r\n")
        peer.channel.send(.offer(stale), in: room, routing: Routing())
        let restarted = try ServerProcess.seed(port: server.port, options: options)
        #expect(restarted.port == server.port)
        var event = await peer.next()
        // Depending on the moment, an attempt may have failed before the new server listened.
        if event == .disconnected(.refused("127.0.0.1")) { event = await peer.next() }
        #expect(event == .connected)
        peer.channel.join(room, options: JoinOptions(name: nil, peerID: PeerID("a")))
        #expect(await peer.next() == .joinSent)
        let other = Peer(port: server.port)
        await other.joinSeedStyle(room)
        #expect(await peer.next() == .welcome(RemotePeer(id: nil)))
    }

    @Test func closingSaysGoodbyeBehindWhatWasSent() async throws {
        let server = try ServerProcess.seed()
        let room = try RoomName("blue")
        let first = Peer(port: server.port)
        let second = Peer(port: server.port)
        await first.joinSeedStyle(room)
        await second.joinSeedStyle(room)
        #expect(await first.next() == .welcome(RemotePeer(id: nil)))
        second.channel.send(.ice(nil), in: room, routing: Routing())
        second.channel.close()
        #expect(await second.next() == nil)
        #expect(await first.next() == .message(.ice(nil), Routing()))
    }
}
