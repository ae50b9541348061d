// SPDX-License-Identifier: GPL-3.0-or-later
import SignalingServer
import SocketIONIO
import Testing

@Suite(.timeLimit(.minutes(1)))
struct OperationTests {
    @Test func drainingTellsClientsAndClosesThemOneAfterTheOther() async throws {
        let server = try await SignalingServer.start(ServerConfiguration(port: 0, guestPage: .sample))
        let first = try await joinedSocket(port: server.port, room: "blue")
        let second = try await joinedSocket(port: server.port, room: "blue")
        #expect(await first.text()?.hasPrefix(#"42["welcome""#) == true)
        let port = server.port
        async let drained: Void = server.drain(over: .seconds(1))
        for socket in [first, second] {
            #expect(await socket.text() == #"42["closing",{"seconds":1}]"#)
            // Neither a `bye`, which would end calls that go on, nor a `41`, after which nobody comes back.
            #expect(await socket.frame()?.opcode == 8)
        }
        await #expect(throws: (any Error).self) { _ = try await RawClient(port: port) }
        await drained
        await server.stop()
    }

    @Test func nobodyIsWaitedForWhoIsNotThere() async throws {
        let server = try await SignalingServer.start(ServerConfiguration(port: 0, guestPage: .sample))
        let clock = ContinuousClock()
        let time = await clock.measure { await server.drain(over: .seconds(30)) }
        #expect(time < .seconds(10))
        await server.stop()
    }

    @Test func aConnectionThatStaysIsToldThatTheServerStops() async throws {
        let server = try await SignalingServer.start(ServerConfiguration(port: 0, guestPage: .sample))
        let client = try await RawClient(port: server.port)
        #expect(try await client.fetch("GET /readyz")?.body == "ready\n")
        let held = try await joinedSocket(port: server.port)
        async let drained: Void = server.drain(over: .seconds(1))
        #expect(await held.text() == #"42["closing",{"seconds":1}]"#)
        let ready = try await client.fetch("GET /readyz")
        #expect(ready?.status == 503)
        #expect(try await client.fetch("GET \(PollingClient.path)")?.status == 503)
        await drained
        await server.stop()
    }

    @Test func figuresSayWhatHappensAndNothingOfWhom() async throws {
        try await withServer { port in
            let first = try await joinedSocket(port: port, room: "secret-room")
            let second = try await joinedSocket(port: port, room: "secret-room")
            try await second.send(#"421["offer",{"sdp":"secret-sdp"},"secret-room"]"#)
            #expect(await second.text() == #"431[{"ok":true}]"#)
            try await second.send(#"422["offer",{},"elsewhere"]"#)
            _ = await second.text()
            try await first.client.send(RawWebSocket.frame(opcode: 3, []))
            #expect(await second.text()?.contains("lost") == true)
            let client = try await RawClient(port: port)
            let figures = try #require(try await client.fetch("GET /metrics"))
            #expect(figures.headers["content-type"] == "text/plain; charset=utf-8")
            for line in [
                "joom_sessions 1", "joom_websockets 1", "joom_rooms 1", "joom_members 1", "joom_joins_total 2",
                "joom_relayed_total 1", "joom_refused_total{code=\"not_member\"} 1", "joom_draining 0",
                "joom_closed_total{reason=\"transport\"} 1", "# TYPE joom_rooms gauge",
            ] { #expect(figures.body.contains(line + "\n"), "\(line)") }
            #expect(!figures.body.contains("secret"))
        }
    }

    @Test func figuresAreForThoseNamed() async throws {
        try await withServer {
            $0.metricsReaders = []
        } _: { port in
            let client = try await RawClient(port: port)
            #expect(try await client.fetch("GET /metrics")?.status == 403)
        }
        try await withServer { port in
            let client = try await RawClient(port: port)
            let forwarded = try await client.fetch("GET /metrics", headers: ["X-Forwarded-For: 127.0.0.1"])
            #expect(forwarded?.status == 403)
        }
        try await withServer {
            $0.trustedProxies = ["127.0.0.0/8"].compactMap(AddressRange.init)
            $0.metricsReaders = ["192.0.2.0/24"].compactMap(AddressRange.init)
        } _: { port in
            let client = try await RawClient(port: port)
            let reader = try await client.fetch("GET /metrics", headers: ["X-Forwarded-For: 192.0.2.9"])
            #expect(reader?.status == 200)
            let other = try await client.fetch("GET /metrics", headers: ["X-Forwarded-For: 198.51.100.9"])
            #expect(other?.status == 403)
        }
    }

    @Test func aCertificateThatCannotBeReadIsNamed() async throws {
        var configuration = ServerConfiguration(port: 0)
        configuration.certificates = CertificateFiles(certificate: "/nowhere/cert.pem", key: "/nowhere/key.pem")
        let asked = configuration
        await #expect(throws: ServerError.badCertificate(.unreadable("/nowhere/cert.pem"))) {
            _ = try await SignalingServer.start(asked)
        }
    }
}
