// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct PollingTests {
    struct Refusal: Sendable {
        let line: String
        var headers: [String] = []
        let status: Int
        let body: String
    }

    @Test(arguments: [
        Refusal(line: "GET /socket.io/", status: 400, body: #"{"code":0,"message":"Transport unknown"}"#),
        Refusal(
            line: "GET /socket.io/?EIO=4&transport=__proto__",
            status: 400,
            body: #"{"code":0,"message":"Transport unknown"}"#
        ),
        Refusal(
            line: "GET /socket.io/?EIO=4&transport=polling&sid=constructor",
            status: 400,
            body: #"{"code":1,"message":"Session ID unknown"}"#
        ),
        Refusal(
            line: "POST /socket.io/?EIO=4&transport=polling",
            status: 400,
            body: #"{"code":2,"message":"Bad handshake method"}"#
        ),
        Refusal(
            line: "GET /socket.io/?EIO=4&transport=websocket",
            status: 400,
            body: #"{"code":3,"message":"Bad request"}"#
        ),
        Refusal(
            line: "GET /socket.io/?EIO=4&transport=polling",
            headers: ["Origin: http://evil.example"],
            status: 403,
            body: #"{"code":4,"message":"Forbidden"}"#
        ),
        Refusal(
            line: "GET /socket.io/?EIO=3&transport=polling",
            status: 400,
            body: #"{"code":5,"message":"Unsupported protocol version"}"#
        ),
    ])
    func refusesAHandshakeWithTheReason(_ refusal: Refusal) async throws {
        try await withServer { port in
            let client = try await RawClient(port: port)
            let response = try await client.fetch(refusal.line, headers: refusal.headers)
            #expect(response?.status == refusal.status)
            #expect(response?.body == refusal.body)
            #expect(response?.headers["content-type"] == "application/json")
        }
    }

    @Test func aPageOfThisServerMaySpeakToIt() async throws {
        try await withServer { port in
            let client = try await RawClient(port: port)
            let response = try await client.fetch("GET \(PollingClient.path)", headers: ["Origin: https://test"])
            #expect(response?.status == 200)
            #expect(response?.headers["content-type"] == "text/plain; charset=UTF-8")
            #expect(response?.headers["cache-control"] == "no-store")
        }
    }

    @Test func twoClientsExchangeADescription() async throws {
        try await withServer { port in
            let first = try await PollingClient(port: port)
            let second = try await PollingClient(port: port)
            try await first.connect()
            try await second.connect()
            #expect(try await first.post(#"42["join_room","방"]"#)?.body == "ok")
            #expect(try await second.post(#"42["join_room","방"]"#)?.body == "ok")
            #expect(try await first.poll()?.body == #"42["welcome"]"#)
            let body = #"42["offer",{"type":"offer","sdp":"v=0\r\n\u001e"},"방"]"# + "\u{1e}" + #"42["ice",null,"방"]"#
            #expect(try await first.post(body)?.body == "ok")
            #expect(
                try await second.poll()?.body == #"42["offer",{"type":"offer","sdp":"v=0\r\n\u001e"}]"# + "\u{1e}"
                    + #"42["ice",null]"#
            )
        }
    }

    @Test func aSecondPollEndsThatSessionAndNoOther() async throws {
        try await withServer { port in
            let other = try await joinedSocket(port: port)
            let client = try await PollingClient(port: port)
            try await client.polls.request("GET \(PollingClient.path)&sid=\(client.sid)")
            // The POST's answer shows that the poll before it was seen: one event loop, and this order.
            _ = try await client.post("40")
            #expect(await client.polls.response()?.body.hasPrefix("40") == true)
            try await client.polls.request("GET \(PollingClient.path)&sid=\(client.sid)")
            _ = try await client.post("3")
            let second = try await client.posts.fetch("GET \(PollingClient.path)&sid=\(client.sid)")
            #expect(second?.status == 400)
            #expect(await client.polls.response()?.body == "1")
            #expect(try await client.poll()?.body == #"{"code":1,"message":"Session ID unknown"}"#)
            try await other.send(#"421["leave_room","x"]"#)
            #expect(await other.text()?.hasPrefix("431[{\"ok\":false") == true)
        }
    }

    @Test func anOversizedBodyIsRefusedAndTheSessionGoesOn() async throws {
        try await withServer(engine: EngineServerOptions(limits: ProtocolLimits(maximumPayload: 1_000))) { port in
            let client = try await PollingClient(port: port)
            let body = String(repeating: "4", count: 1_001)
            #expect(try await client.post(body)?.status == 413)
            let chunked = try await RawClient(port: port)
            try await chunked.request(
                "POST \(PollingClient.path)&sid=\(client.sid)",
                headers: ["Transfer-Encoding: chunked"]
            )
            try await chunked.send("3e9\r\n\(body)\r\n0\r\n\r\n".utf8)
            #expect(await chunked.response()?.status == 413)
            let next = try await RawClient(port: port)
            #expect(try await next.fetch("POST \(PollingClient.path)&sid=\(client.sid)", body: "40")?.body == "ok")
        }
    }

    @Test func charactersMayBeSplitAcrossChunksAndSegments() async throws {
        try await withServer { port in
            let client = try await PollingClient(port: port)
            try await client.connect()
            let parts = Array(#"420["join_room","방",{}]"#.utf8).chunked(17)
            try await client.posts.request(
                "POST \(PollingClient.path)&sid=\(client.sid)",
                headers: ["Transfer-Encoding: chunked"]
            )
            for part in parts {
                try await client.posts.send(
                    Array("\(String(part.count, radix: 16))\r\n".utf8) + part + Array("\r\n".utf8)
                )
            }
            try await client.posts.send("0\r\n\r\n".utf8)
            #expect(await client.posts.response()?.body == "ok")
            #expect(try await client.poll()?.body.hasPrefix("430[{\"ok\":true") == true)
        }
    }

    @Test(arguments: ["abc", "4a\u{1e}x", "2", "40\u{1e}42[]", "b!"])
    func aBadPacketEndsTheSession(_ body: String) async throws {
        try await withServer { port in
            let client = try await PollingClient(port: port)
            _ = try await client.post(body)
            let poll = try await client.poll()
            // A broken rule of Socket.IO is said with the last word, one of Engine.IO with an unknown session.
            #expect(poll?.body == "1" || poll?.body == #"{"code":1,"message":"Session ID unknown"}"#)
        }
    }

    @Test func aBrokenPollLosesTheMember() async throws {
        try await withServer { port in
            let watcher = try await joinedSocket(port: port, room: "blue")
            let client = try await PollingClient(port: port)
            try await client.connect()
            _ = try await client.post(#"420["join_room","blue",{"peer_id":"x"}]"#)
            _ = try await client.poll()
            #expect(await watcher.text() == #"42["welcome",{"from":"x"}]"#)
            try await client.polls.request("GET \(PollingClient.path)&sid=\(client.sid)")
            _ = try await client.post("3")
            await client.polls.close()
            #expect(await watcher.text() == #"42["bye",{"from":"x","reason":"lost"}]"#)
        }
    }

    @Test func whoDoesNotPollIsDroppedBeforeItsMessagesFillTheMemory() async throws {
        try await withServer(engine: EngineServerOptions(limits: ProtocolLimits(maximumPayload: 1_000))) { port in
            let sender = try await joinedSocket(port: port, room: "blue")
            let sleeper = try await PollingClient(port: port)
            try await sleeper.connect()
            _ = try await sleeper.post(#"42["join_room","blue",{"peer_id":"x"}]"#)
            #expect(await sender.text() == #"42["welcome",{"from":"x"}]"#)
            let sdp = String(repeating: "v", count: 900)
            for _ in 0..<5 { try await sender.send(#"42["offer",{"sdp":"\#(sdp)"},"blue"]"#) }
            #expect(await sender.text() == #"42["bye",{"from":"x","reason":"lost"}]"#)
        }
    }

    @Test func pipelinedRequestsAreAnsweredInTurn() async throws {
        try await withServer { port in
            let client = try await RawClient(port: port)
            let request = "GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n"
            try await client.send((request + request + "GET /x HTTP/1.1\r\nHost: test\r\n\r\n").utf8)
            #expect(await client.response()?.status == 200)
            #expect(await client.response()?.status == 200)
            #expect(await client.response()?.status == 302)
        }
    }

    @Test func whatIsNoHTTPEndsTheConnectionOnly() async throws {
        try await withServer { port in
            let client = try await RawClient(port: port)
            try await client.send([0, 1, 2, 255, 10, 10])
            await client.ended()
            let next = try await RawClient(port: port)
            #expect(try await next.fetch("GET /healthz")?.status == 200)
        }
    }
}

extension Array {
    fileprivate func chunked(_ size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
