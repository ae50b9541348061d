// SPDX-License-Identifier: GPL-3.0-or-later
import SignalingServer
import SocketIOCore
import SocketIONIO
import Testing

@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    private static let state = #"["state","blue",{"microphone":true,"camera":true}]"#
    private static let loopback = AddressRange("127.0.0.0/8").map { [$0] } ?? []

    /// Texts in one piece, so that no time passes between them however busy the computer is.
    private func burst(_ texts: [String]) -> [UInt8] {
        texts.flatMap { RawWebSocket.frame(opcode: 1, Array($0.utf8)) }
    }

    /// The status of a long-polling handshake from an address.
    private func openStatus(_ port: Int, _ address: String) async throws -> Int? {
        let client = try await RawClient(port: port)
        return try await client.fetch("GET \(PollingClient.path)", headers: ["X-Forwarded-For: \(address)"])?.status
    }

    /// The answer to a long-polling handshake from a page of a site.
    private func opened(_ client: RawClient, _ origin: String) async throws -> RawResponse? {
        try await client.fetch("GET \(PollingClient.path)", headers: ["Origin: \(origin)"])
    }

    @Test func tooManyEventsAreRefusedAndTheConnectionStays() async throws {
        try await withServer {
            $0.limits.events = RateLimit(perSecond: 1, burst: 10)
        } _: { port in
            let socket = try await joinedSocket(port: port, room: "blue")
            try await socket.client.send(burst(Array(repeating: "421" + Self.state, count: 14)))
            var refused = 0
            for _ in 0..<14 {
                let answer = await socket.text()
                if answer?.hasPrefix(#"431[{"ok":false,"error":{"code":"rate""#) == true { refused += 1 }
            }
            #expect((4...5).contains(refused))
        }
    }

    @Test func whoGoesOnAndOnIsClosedAndTheOthersAreNot() async throws {
        try await withServer {
            $0.limits.events = RateLimit(perSecond: 1, burst: 10)
        } _: { port in
            let watcher = try await joinedSocket(port: port, room: "blue")
            let culprit = try await joinedSocket(port: port, room: "blue")
            #expect(await watcher.text()?.hasPrefix(#"42["welcome""#) == true)
            try await culprit.client.send(burst(Array(repeating: #"421["nonsense"]"#, count: 30)))
            #expect(await watcher.text()?.contains(#""reason":"lost""#) == true)
            try await watcher.send("421" + Self.state)
            #expect(await watcher.text() == #"431[{"ok":true}]"#)
        }
    }

    @Test func framesThatAreNoEventsAreLimitedToo() async throws {
        try await withServer {
            $0.limits.events = RateLimit(perSecond: 1, burst: 5)
        } _: { port in
            let socket = try await joinedSocket(port: port)
            let pings = (0..<60).flatMap { _ in RawWebSocket.frame(opcode: 9, []) }
            try await socket.client.send(pings)
            var last = await socket.frame()
            while let frame = last, frame.opcode == 10 { last = await socket.frame() }
            #expect(last?.code == 1008)
        }
    }

    @Test(arguments: ["3", "430[]", "41\u{1e}40"])
    func packetsOverLongPollingAreLimitedToo(_ packet: String) async throws {
        try await withServer {
            $0.limits.events = RateLimit(perSecond: 1, burst: 5)
        } _: { port in
            let client = try await PollingClient(port: port)
            try await client.connect()
            let packets = [String](repeating: packet, count: 60).joined(separator: "\u{1e}")
            #expect(try await client.post(packets)?.status == 400)
            #expect(try await client.poll()?.body == #"{"code":1,"message":"Session ID unknown"}"#)
        }
    }

    @Test func whoEntersAnewHasNoMoreEvents() async throws {
        try await withServer {
            $0.limits.events = RateLimit(perSecond: 1, burst: 10)
        } _: { port in
            let socket = try await joinedSocket(port: port, room: "blue")
            let events = Array(repeating: #"421["nonsense"]"#, count: 8)
            try await socket.client.send(burst(events + ["41", "40"] + events))
            var refused = 0
            for _ in 0..<17 where await socket.text()?.contains(#""code":"rate""#) == true { refused += 1 }
            #expect((5...7).contains(refused))
        }
    }

    /// A joiner of a full room, whose computer has many addresses: an answer and 40 candidates for each of the others.
    @Test(arguments: [4, 32])
    func theStartOfACallFitsIn(_ seats: Int) async throws {
        try await withServer {
            $0.capacity = seats
        } _: { port in
            let socket = try await joinedSocket(port: port, room: "blue")
            let candidate = #"{"candidate":"candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host","sdpMid":"0"}"#
            for number in 0..<(41 * (seats - 1)) { try await socket.send(#"42\#(number)["ice",\#(candidate),"blue"]"#) }
            for number in 0..<(41 * (seats - 1)) { #expect(await socket.text() == #"43\#(number)[{"ok":true}]"#) }
        }
    }

    @Test func tooManyJoinsOfOneAddressAreRefused() async throws {
        try await withServer {
            $0.limits.joins = RateLimit(perSecond: 1, burst: 3)
        } _: { port in
            let socket = try await joinedSocket(port: port)
            try await socket.client.send(burst(Array(repeating: #"421["join_room","blue",{}]"#, count: 6)))
            var refused = 0
            for _ in 0..<6 where await socket.text()?.contains(#""code":"rate""#) == true { refused += 1 }
            #expect(refused == 3)
        }
    }

    @Test func oneAddressHasOnlySoManyConnections() async throws {
        try await withServer {
            $0.limits.connectionsPerAddress = 3
        } _: { port in
            var held: [RawWebSocket] = []
            for _ in 0..<3 { held.append(try await joinedSocket(port: port)) }
            let fourth = try await RawClient(port: port)
            await fourth.ended()
            await held.removeLast().client.close()
            // The server hears of it in its own time.
            var next: RawResponse?
            while next == nil { next = try? await RawClient(port: port).fetch("GET /healthz") }
            #expect(next?.status == 200)
        }
    }

    @Test func thereAreOnlySoManyConnections() async throws {
        try await withServer {
            $0.limits.connections = 2
            $0.trustedProxies = Self.loopback
        } _: { port in
            let held = [try await joinedSocket(port: port), try await joinedSocket(port: port)]
            let third = try await RawClient(port: port)
            let answer = try? await third.fetch("GET /healthz")
            #expect(answer == nil)
            for socket in held {
                try await socket.send("421" + Self.state)
                #expect(await socket.text()?.hasPrefix("431") == true)
            }
        }
    }

    @Test func behindAProxySessionsAreCounted() async throws {
        try await withServer {
            $0.limits.connectionsPerAddress = 2
            $0.trustedProxies = Self.loopback
        } _: { port in
            for address in ["192.0.2.1", "192.0.2.1", "192.0.2.2"] {
                let status = try await openStatus(port, address)
                #expect(status == 200)
            }
            let third = try await openStatus(port, "192.0.2.1")
            #expect(third == 429)
            let socket = try await RawWebSocket.open(port: port, headers: ["X-Forwarded-For: 192.0.2.1"])
            #expect(socket == nil)
        }
    }

    @Test func onlyNamedPagesOfOtherSitesMaySpeak() async throws {
        try await withServer {
            $0.allowedOrigins = ["https://friend.example"]
        } _: { port in
            let client = try await RawClient(port: port)
            let friend = try await opened(client, "https://Friend.example")
            #expect(friend?.status == 200)
            #expect(friend?.headers["access-control-allow-origin"] == "https://Friend.example")
            let own = try await opened(client, "https://test")
            #expect(own?.status == 200)
            let stranger = try await opened(client, "https://friend.example.evil.example")
            #expect(stranger?.status == 403)
            #expect(stranger?.headers["access-control-allow-origin"] == nil)
            #expect(stranger?.headers["vary"] == "Origin")
        }
    }

    @Test func whoSaysNothingOutsideOfARoomIsLetGo() async throws {
        try await withServer {
            $0.limits.idleTimeout = .seconds(1)
        } _: { port in
            let member = try #require(try await RawWebSocket.open(port: port))
            try await member.client.send(burst(["40", #"421["join_room","blue",{}]"#]))
            for prefix in ["0{", "40{", #"431[{"ok":true"#] { #expect(await member.text()?.hasPrefix(prefix) == true) }
            let idler = try #require(try await RawWebSocket.open(port: port))
            try await idler.send("40")
            var last = await idler.frame()
            while let frame = last, frame.opcode == 1 { last = await idler.frame() }
            #expect(last?.opcode == 8)
            try await member.send("421" + Self.state)
            #expect(await member.text() == #"431[{"ok":true}]"#)
        }
    }

    @Test func aRequestThatNeverEndsIsCut() async throws {
        try await withServer {
            $0.limits.requestTimeout = .milliseconds(100)
        } _: { port in
            let client = try await RawClient(port: port)
            // Where this takes long, the server has cut the connection by now.
            try? await client.send("GET / HTTP/1.1\r\nHost: x\r\n".utf8)
            await client.ended()
        }
    }

    @Test func whoNeverEntersIsCut() async throws {
        try await withServer {
            $0.limits.handshakeTimeout = .seconds(1)
        } _: { port in
            let socket = try #require(try await RawWebSocket.open(port: port))
            _ = await socket.text()
            #expect(await socket.frame()?.opcode == 8)
        }
    }
}
