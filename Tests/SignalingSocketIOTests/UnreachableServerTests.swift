// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import PluginKit
import Testing

/// What the person is told of servers that cannot be had.
@Suite(.timeLimit(.minutes(1)))
struct UnreachableServerTests {
    @Test func nobodyListens() async throws {
        let server = try ServerProcess.seed()
        server.kill()
        let peer = Peer(port: server.port)
        #expect(await peer.next() == .disconnected(.refused("127.0.0.1")))
    }

    @Test func theNameLeadsNowhere() async {
        let peer = Peer(ServerAddress(host: "nobody.invalid", port: 80, isSecure: false))
        #expect(await peer.next() == .disconnected(.unknownHost("nobody.invalid")))
    }

    @Test func anotherKindOfServerAnswers() async throws {
        let server = try ServerProcess(["-c", Self.script("http.server.SimpleHTTPRequestHandler")])
        let peer = Peer(port: server.port)
        #expect(await peer.next() == .disconnected(.notSocketIO("HTTP 404 from 127.0.0.1")))
    }

    @Test func somethingAnswersThatIsNoHTTP() async throws {
        let handler = "type('H', (socketserver.BaseRequestHandler,), dict(handle=lambda h: h.request.send(b'220 hi')))"
        let server = try ServerProcess(["-c", Self.script(handler)])
        let peer = Peer(port: server.port)
        #expect(await peer.next() == .disconnected(.notSocketIO("127.0.0.1 does not speak HTTP")))
    }

    @Test func theServerHasNoTLS() async throws {
        let server = try ServerProcess.seed()
        let peer = Peer(ServerAddress(host: "127.0.0.1", port: server.port, isSecure: true))
        guard case .disconnected(.notSocketIO(let reason)) = await peer.next() else {
            Issue.record("the lack of TLS was not told")
            return
        }
        #expect(reason.contains("TLS"))
    }

    /// A server in one line; requests are not logged.
    private static func script(_ handler: String) -> String {
        """
        import http.server, socketserver
        http.server.SimpleHTTPRequestHandler.log_message = lambda *a: None
        s = socketserver.ThreadingTCPServer(('127.0.0.1', 0), \(handler))
        print('http://127.0.0.1:%d' % s.server_address[1])
        s.serve_forever()
        """
    }
}
