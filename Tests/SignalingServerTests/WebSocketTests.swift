// SPDX-License-Identifier: GPL-3.0-or-later
import SignalingServer
import SocketIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WebSocketTests {
    @Test func upgradesWithoutLosingAnything() async throws {
        try await withServer { port in
            let client = try await PollingClient(port: port)
            try await client.connect()
            try await client.polls.request("GET \(PollingClient.path)&sid=\(client.sid)")
            // The probe comes with the request: the server has to read what is behind it.
            let probe = RawWebSocket.frame(opcode: 1, Array("2probe".utf8))
            let socket = try #require(
                try await RawWebSocket.open(port: port, query: "EIO=4&sid=\(client.sid)", with: probe)
            )
            #expect(await socket.text() == "3probe")
            #expect(await client.polls.response()?.body == "6")
            #expect(try await client.poll()?.body == "6")
            #expect(try await client.post(#"420["join_room","blue",{"peer_id":"x"}]"#)?.body == "ok")
            try await socket.send("5")
            #expect(await socket.text()?.hasPrefix("430[{\"ok\":true,\"you\":\"x\"") == true)
            #expect(try await client.poll()?.body == #"{"code":3,"message":"Bad request"}"#)
            try await socket.send(#"421["leave_room","blue"]"#)
            #expect(await socket.text() == #"431[{"ok":true}]"#)
        }
    }

    @Test func aRefusedUpgradeIsAnswered() async throws {
        try await withServer { port in
            let client = try await RawClient(port: port)
            try await client.send(RawWebSocket.handshake("EIO=4&sid=unknown"))
            let response = await client.response()
            #expect(response?.status == 400)
            #expect(response?.body == "Session ID unknown")
            await client.ended()
        }
    }

    @Test func aSecondSocketForASessionIsClosed() async throws {
        try await withServer { port in
            let client = try await PollingClient(port: port)
            let first = try #require(try await RawWebSocket.open(port: port, query: "EIO=4&sid=\(client.sid)"))
            let second = try #require(try await RawWebSocket.open(port: port, query: "EIO=4&sid=\(client.sid)"))
            #expect(await second.frame()?.opcode == 8)
            try await first.send("2probe")
            #expect(await first.text() == "3probe")
        }
    }

    struct BadFrame: Sendable {
        let bytes: [UInt8]
        let code: Int
    }

    @Test(arguments: [
        BadFrame(bytes: RawWebSocket.frame(opcode: 1, [0x34], masked: false), code: 1002),
        BadFrame(bytes: [0xc1, 0x80, 1, 2, 3, 4], code: 1002),
        BadFrame(bytes: RawWebSocket.frame(opcode: 3, []), code: 1002),
        BadFrame(bytes: RawWebSocket.frame(opcode: 0, []), code: 1002),
        BadFrame(bytes: RawWebSocket.frame(opcode: 9, [], fin: false), code: 1002),
        BadFrame(bytes: RawWebSocket.frame(opcode: 9, Array(repeating: 1, count: 126)), code: 1002),
        BadFrame(bytes: RawWebSocket.frame(opcode: 1, [0x34, 0xff]), code: 1007),
        BadFrame(bytes: RawWebSocket.frame(opcode: 1, Array(repeating: 0x34, count: 1_001)), code: 1009),
        BadFrame(
            bytes: RawWebSocket.frame(opcode: 1, Array(repeating: 0x34, count: 600), fin: false)
                + RawWebSocket.frame(opcode: 0, Array(repeating: 0x34, count: 600)),
            code: 1009
        ),
    ])
    func aBadFrameEndsThatConnectionAndNoOther(_ bad: BadFrame) async throws {
        try await withServer(engine: EngineServerOptions(limits: ProtocolLimits(maximumPayload: 1_000))) { port in
            let watcher = try await joinedSocket(port: port, room: "blue")
            let culprit = try await joinedSocket(port: port, room: "blue")
            #expect(await watcher.text()?.hasPrefix(#"42["welcome""#) == true)
            try await culprit.client.send(bad.bytes)
            let frame = await culprit.frame()
            #expect(frame?.opcode == 8)
            #expect(frame?.code == bad.code)
            #expect(await watcher.text()?.contains(#""reason":"lost""#) == true)
            try await watcher.send(#"421["leave_room","blue"]"#)
            #expect(await watcher.text() == #"431[{"ok":true}]"#)
        }
    }

    @Test func fragmentsAreJoinedAroundControlFrames() async throws {
        try await withServer { port in
            let socket = try await joinedSocket(port: port)
            let text = Array(#"420["join_room","방",{"peer_id":"x"}]"#.utf8)
            try await socket.client.send(
                RawWebSocket.frame(opcode: 1, Array(text[..<17]), fin: false)
                    + RawWebSocket.frame(opcode: 9, [1, 2]) + RawWebSocket.frame(opcode: 0, Array(text[17...]))
            )
            #expect(await socket.frame() == RawWebSocket.Frame(opcode: 10, payload: [1, 2]))
            #expect(await socket.text()?.hasPrefix("430[{\"ok\":true,\"you\":\"x\"") == true)
        }
    }

    /// A frame may end anywhere in what is read, and another begin there.
    @Test(arguments: [1, 7, 64, 300]) func framesAreReadFromPieces(ofBytes size: Int) async throws {
        try await withServer { port in
            let socket = try await joinedSocket(port: port, room: "blue")
            let other = try await joinedSocket(port: port, room: "blue")
            _ = await socket.text()
            let offers = (0..<3).map {
                #"42["offer",{"sdp":"\#(String(repeating: "\($0)é", count: 40 + $0 * 50))"},"blue"]"#
            }
            let bytes = offers.flatMap { RawWebSocket.frame(opcode: 1, Array($0.utf8)) }
            for start in stride(from: 0, to: bytes.count, by: size) {
                try await socket.client.send(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            for offer in offers {
                #expect(await other.text()?.hasPrefix(offer.prefix(offer.count - #","blue"]"#.count)) == true)
            }
        }
    }

    @Test func aCloseIsEchoed() async throws {
        try await withServer { port in
            let socket = try await joinedSocket(port: port)
            try await socket.client.send(RawWebSocket.frame(opcode: 8, [0x03, 0xe8]))
            #expect(await socket.frame()?.code == 1000)
            #expect(await socket.frame() == nil)
        }
    }

    @Test func whoDoesNotAnswerAPingIsLost() async throws {
        let engine = EngineServerOptions(pingInterval: .milliseconds(40), pingTimeout: .milliseconds(700))
        try await withServer(engine: engine) { port in
            let socket = try #require(try await RawWebSocket.open(port: port))
            _ = await socket.text()
            #expect(await socket.text() == "2")
            try await socket.send("3")
            #expect(await socket.text() == "2")
            #expect(await socket.frame()?.opcode == 8)
        }
    }

    @Test func whoDoesNotReadIsDroppedAndTheRoomGoesOn() async throws {
        let limits = ProtocolLimits(maximumPayload: 100_000)
        try await withServer(engine: EngineServerOptions(limits: limits)) { port in
            let sender = try await joinedSocket(port: port, room: "blue")
            let sleeper = try await RawClient(port: port, reads: false)
            try await sleeper.send(
                RawWebSocket.handshake("EIO=4") + RawWebSocket.frame(opcode: 1, Array("40".utf8))
                    + RawWebSocket.frame(opcode: 1, Array(#"42["join_room","blue",{"peer_id":"x"}]"#.utf8))
            )
            #expect(await sender.text() == #"42["welcome",{"from":"x"}]"#)
            let sdp = String(repeating: "v", count: 60_000)
            // More than the kernel holds for a connection.
            let frame = RawWebSocket.frame(opcode: 1, Array(#"42["offer",{"sdp":"\#(sdp)"},"blue"]"#.utf8))
            for _ in 0..<100 { try await sender.client.send(frame) }
            try await sender.send(#"422["leave_room","elsewhere"]"#)
            let answers = [await sender.text(), await sender.text()]
            #expect(answers.contains(#"42["bye",{"from":"x","reason":"lost"}]"#))
        }
    }

    @Test func stoppingLetsClientsGoWithoutAFarewell() async throws {
        let server = try await SignalingServer.start(ServerConfiguration(port: 0, guestPage: .sample))
        let socket = try await joinedSocket(port: server.port, room: "blue")
        let polling = try await PollingClient(port: server.port)
        try await polling.connect()
        try await polling.polls.request("GET \(PollingClient.path)&sid=\(polling.sid)")
        _ = try await polling.post("3")
        await server.stop()
        #expect(await socket.frame()?.opcode == 8)
        #expect(await polling.polls.response()?.body == "1")
        await #expect(throws: (any Error).self) { _ = try await RawClient(port: server.port) }
    }
}
