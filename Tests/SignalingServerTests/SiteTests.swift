// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import SignalingServer

@Suite(.timeLimit(.minutes(1)))
struct SiteTests {
    struct Route: Sendable {
        let line: String
        let status: Int
        let type: String
        let body: String
    }

    @Test(arguments: [
        Route(line: "GET /", status: 200, type: "text/html; charset=utf-8", body: "<title>Joom</title>"),
        Route(line: "GET /r/%EB%B0%A9", status: 200, type: "text/html; charset=utf-8", body: "<title>Joom</title>"),
        Route(line: "GET /r/x/?a=b", status: 200, type: "text/html; charset=utf-8", body: "<title>Joom</title>"),
        Route(line: "GET /public/app.js", status: 200, type: "text/javascript; charset=utf-8", body: "'use strict'"),
        Route(line: "GET /socket.io/socket.io.js", status: 200, type: "text/javascript; charset=utf-8", body: "io"),
        Route(line: "GET /healthz", status: 200, type: "application/json", body: #"{"joom":"0.1.0"}"#),
        Route(line: "HEAD /", status: 200, type: "text/html; charset=utf-8", body: ""),
        Route(line: "GET /r/", status: 302, type: "", body: ""),
        Route(line: "GET /r/a/b", status: 302, type: "", body: ""),
        Route(line: "GET /public/../../etc/passwd", status: 302, type: "", body: ""),
        Route(line: "GET /anything?x", status: 302, type: "", body: ""),
        Route(line: "DELETE /", status: 405, type: "", body: ""),
    ])
    func serves(_ route: Route) async throws {
        try await withServer { port in
            let client = try await RawClient(port: port)
            let response = try await client.fetch(route.line)
            #expect(response?.status == route.status)
            #expect(response?.headers["content-type"] ?? "" == route.type)
            #expect(response?.body == route.body)
            #expect(response?.headers["server"] == "joom")
            if route.status == 302 { #expect(response?.headers["location"] == "/") }
        }
    }

    @Test func thePageIsGuardedAndCached() async throws {
        try await withServer { port in
            let client = try await RawClient(port: port)
            let page = try #require(try await client.fetch("GET /r/x"))
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
            #expect(policy.contains("connect-src 'self' ws://test wss://test;"))
            #expect(page.headers["x-content-type-options"] == "nosniff")
            let tag = try #require(page.headers["etag"])
            let again = try await client.fetch("GET /r/x", headers: ["If-None-Match: W/\"a\", \(tag)"])
            #expect(again?.status == 304)
            #expect(try await client.fetch("GET /", headers: ["If-None-Match: \"old\""])?.status == 200)
        }
    }

    @Test func aPageThatMayFollowSpeaksToOthersOverTLSAlone() async throws {
        try await withServer {
            $0.letsPagesFollow = true
        } _: { port in
            let client = try await RawClient(port: port)
            let policy = try await client.fetch("GET /r/x")?.headers["content-security-policy"]
            #expect(policy?.contains("connect-src 'self' ws://test wss://test wss:; base-uri") == true)
        }
    }

    @Test(arguments: ["a.example; script-src *", "a.example\t*", "\"", "a,b"])
    func aHostThatIsNoneDoesNotReachThePolicy(_ host: String) {
        let policy = SecurityHeaders.page(host: host).first?.value ?? ""
        #expect(policy.contains("connect-src 'self'; "))
    }

    @Test func withoutAPageTheServerSaysSo() async throws {
        try await withServer(page: GuestPage()) { port in
            let client = try await RawClient(port: port)
            #expect(try await client.fetch("GET /")?.status == 503)
            #expect(try await client.fetch("GET /healthz")?.status == 200)
        }
    }

    @Test func aTakenPortIsNamed() async throws {
        try await withServer { port in
            await #expect(throws: ServerError.portTaken(host: "127.0.0.1", port: port)) {
                _ = try await SignalingServer.start(ServerConfiguration(port: port, guestPage: .sample))
            }
        }
    }

    @Test func thePageIsLookedForInTheRightOrder() {
        let places = GuestPage.places(program: "/src/.build/debug/joom", override: "/data")
        #expect(places.prefix(3) == ["/data/web", "/src/.build/debug/../share/joom/web", "/src/data/web"])
        #expect(GuestPage.places(program: "/usr/bin/joom", override: nil).first == "/usr/bin/../share/joom/web")
    }
}
