// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import SignalingServer
import SignalingSocketIO
import Testing

/// A watcher of a room of our own server.
@Suite(.timeLimit(.minutes(1)))
struct RoomWatcherTests {
    @Test func itHearsWhoComesAndGoes() async throws {
        let server = try await SignalingServer.start(ServerConfiguration(port: 0))
        let room = try RoomName("blue")
        let address = ServerAddress(host: "127.0.0.1", port: server.port, isSecure: false)
        let watcher = try #require(SocketIOSignalingProvider().makeWatcher(at: address))
        var events = watcher.events.makeAsyncIterator()
        #expect(await events.next() == .connected)
        watcher.watch(room, admission: "proof")
        #expect(await events.next() == .presence(RoomPresence(room: room, names: [])))
        let ada = Peer(port: server.port)
        #expect(await ada.next() == .connected)
        ada.channel.join(room, options: JoinOptions(name: "Ada", peerID: PeerID("ada"), admission: "proof"))
        #expect(await events.next() == .presence(RoomPresence(room: room, names: ["Ada"])))
        ada.channel.leave(room)
        #expect(await events.next() == .presence(RoomPresence(room: room, names: [])))
        for number in 1...16 { watcher.watch(try RoomName("\(number)"), admission: nil) }
        var refusal: SignalingRefusal.Code?
        while refusal == nil, let event = await events.next() {
            if case .refused(let words) = event { refusal = words.code }
        }
        #expect(refusal == .rate)
        watcher.close()
        #expect(await events.next() == nil)
        await server.stop()
    }
}
