// SPDX-License-Identifier: GPL-3.0-or-later
import Logging
import NIOPosix
import SocketIOCore
import SocketIONIO
import Testing

/// What `SocketIOServerConfiguration` offers beyond what the product uses.
@Suite(.timeLimit(.minutes(1)))
struct ServerOptionsTests {
    /// Greets with what the client sent along, and sends back what comes.
    private final class Echo: SocketIOApplication {
        func clientConnected(_ client: SocketClient) { client.emit(SocketEvent("auth", [client.auth ?? [:]])) }

        func clientDisconnected(_ client: SocketClient) {}

        func received(_ event: SocketEvent, ack: Int?, from client: SocketClient) { client.emit(event) }

        func received(_ message: EngineMessage, from client: EngineMessageClient) { client.send(message) }

        func respond(to request: HTTPRequest, status: ServerStatus) -> HTTPResponse { HTTPResponse(status: 404) }
    }

    private func withServer(
        connectTimeout: Duration = .seconds(45),
        _ change: (inout SocketIOServerConfiguration) -> Void = { _ in },
        _ body: (Int) async throws -> Void
    ) async throws {
        var configuration = SocketIOServerConfiguration(host: "127.0.0.1", port: 0, connectTimeout: connectTimeout)
        change(&configuration)
        let server = try await Self.start(configuration)
        do {
            try await body(server.localAddress.port ?? 0)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private static func start(_ configuration: SocketIOServerConfiguration) async throws -> SocketIOServer {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try await SocketIOServer.start(configuration, on: eventLoop, logger: logger) { Echo() }
    }

    private func opened(port: Int, path: String = "/socket.io/") async throws -> RawWebSocket {
        let socket = try #require(try await RawWebSocket.open(port: port, path: path))
        #expect(await socket.text()?.hasPrefix("0{") == true)
        return socket
    }

    @Test func aClientMayBeInSeveralNamespacesUnderDifferentNames() async throws {
        try await withServer {
            $0.namespaces = [.root, SocketNamespace("/custom")]
        } _: { port in
            let socket = try await opened(port: port)
            try await socket.send(#"40{"token":"7"}"#)
            let root = try #require(await socket.text())
            #expect(root.hasPrefix(#"40{"sid":"#))
            #expect(await socket.text() == #"42["auth",{"token":"7"}]"#)
            try await socket.send("40/custom,")
            let custom = try #require(await socket.text())
            #expect(custom.hasPrefix(#"40/custom,{"sid":"#))
            #expect(custom.dropFirst(10) != root.dropFirst(2))
            #expect(await socket.text() == #"42/custom,["auth",{}]"#)
            try await socket.send(#"42/custom,["x",1]"#)
            #expect(await socket.text() == #"42/custom,["x",1]"#)
            // Leaving one leaves the other as it was.
            try await socket.send("41/custom,")
            try await socket.send(#"42["x",2]"#)
            #expect(await socket.text() == #"42["x",2]"#)
            try await socket.send("40/random,")
            #expect(await socket.text() == #"44/random,{"message":"Invalid namespace"}"#)
        }
    }

    @Test func otherNamespacesAreRefusedUnlessAskedFor() async throws {
        try await withServer { port in
            let socket = try await opened(port: port)
            try await socket.send("40/custom,")
            #expect(await socket.text() == #"44/custom,{"message":"Invalid namespace"}"#)
        }
    }

    @Test func anotherPathServesAndTheUsualDoesNot() async throws {
        try await withServer {
            $0.path = "/talk/"
        } _: { port in
            let client = try await RawClient(port: port)
            #expect(try await client.fetch("GET /talk/?EIO=4&transport=polling")?.status == 200)
            #expect(try await client.fetch("GET \(PollingClient.path)")?.status == 404)
        }
    }

    @Test func bareMessagesComeBackAsTheyAre() async throws {
        try await withServer {
            $0.messagePath = "/engine.io/"
        } _: { port in
            let socket = try await opened(port: port, path: "/engine.io/")
            try await socket.send("4hello 방")
            #expect(await socket.text() == "4hello 방")
            try await socket.client.send(RawWebSocket.frame(opcode: 2, [1, 2, 255]))
            #expect(await socket.frame() == RawWebSocket.Frame(opcode: 2, payload: [1, 2, 255]))
        }
    }

    @Test func aSessionOfOneServiceIsUnknownToTheOther() async throws {
        try await withServer {
            $0.messagePath = "/engine.io/"
        } _: { port in
            let client = try await PollingClient(port: port)
            let other = try await client.posts.fetch("GET /engine.io/?EIO=4&transport=polling&sid=\(client.sid)")
            #expect(other?.body == #"{"code":1,"message":"Session ID unknown"}"#)
        }
    }

    @Test func bareMessagesHaveNoPlaceUnlessAskedFor() async throws {
        try await withServer { port in
            let client = try await RawClient(port: port)
            #expect(try await client.fetch("GET /engine.io/?EIO=4&transport=polling")?.status == 404)
        }
    }

    @Test func pagesOfAllSitesMaySpeakIfToldSo() async throws {
        try await withServer {
            $0.origins = .all
        } _: { port in
            let client = try await RawClient(port: port)
            let origin = ["Origin: http://other.example"]
            let preflight = try await client.fetch("OPTIONS \(PollingClient.path)", headers: origin)
            #expect(preflight?.status == 204)
            #expect(preflight?.headers["access-control-allow-origin"] == "*")
            #expect(preflight?.headers["access-control-allow-methods"] == "*")
            let open = try await client.fetch("GET \(PollingClient.path)", headers: origin)
            #expect(open?.status == 200)
            #expect(open?.headers["access-control-allow-origin"] == "*")
            // Refusals have to be readable too, and what is not the service's is nobody else's.
            let refusal = try await client.fetch("GET /socket.io/", headers: origin)
            #expect(refusal?.headers["access-control-allow-origin"] == "*")
            #expect(try await client.fetch("GET /", headers: origin)?.headers["access-control-allow-origin"] == nil)
        }
    }

    @Test func pagesOfOtherSitesGetNoPermission() async throws {
        try await withServer { port in
            let client = try await RawClient(port: port)
            let answer = try await client.fetch("OPTIONS \(PollingClient.path)", headers: ["Origin: http://x.example"])
            #expect(answer?.status == 400)
            #expect(answer?.headers["access-control-allow-origin"] == nil)
        }
    }

    @Test func aServerThatStopsTakesNobodyBack() async throws {
        let server = try await Self.start(SocketIOServerConfiguration(host: "127.0.0.1", port: 0))
        let client = try await PollingClient(port: server.localAddress.port ?? 0)
        try await client.polls.request("GET \(PollingClient.path)&sid=\(client.sid)")
        // Its answer shows that the poll before it waits.
        _ = try await client.posts.fetch("GET /")
        async let stopped: Void = server.stop()
        #expect(await client.polls.response()?.body == "1")
        // Either it is refused, or the connection is gone by now.
        let again = try? await client.polls.fetch("GET \(PollingClient.path)")
        #expect(again == nil || again?.status == 503)
        await stopped
    }

    @Test func whoGetsIntoNoNamespaceIsClosedInTime() async throws {
        try await withServer(connectTimeout: .milliseconds(50)) { port in
            let socket = try await opened(port: port)
            #expect(await socket.frame()?.opcode == 8)
        }
    }
}
