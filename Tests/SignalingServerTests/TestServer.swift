// SPDX-License-Identifier: GPL-3.0-or-later
import SignalingServer
import SocketIOCore
import Testing

/// Runs a server on a free port for the length of a test.
func withServer(
    engine: EngineServerOptions = EngineServerOptions(),
    page: GuestPage = .sample,
    _ change: (inout ServerConfiguration) -> Void = { _ in },
    _ body: (Int) async throws -> Void
) async throws {
    var configuration = ServerConfiguration(port: 0, guestPage: page, engine: engine)
    change(&configuration)
    let server = try await SignalingServer.start(configuration)
    do {
        try await body(server.port)
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}

extension GuestPage {
    static let sample = GuestPage(files: [
        "index.html": File(type: "text/html; charset=utf-8", bytes: Array("<title>Joom</title>".utf8)),
        "app.js": File(type: "text/javascript; charset=utf-8", bytes: Array("'use strict'".utf8)),
        "socket.io.js": File(type: "text/javascript; charset=utf-8", bytes: Array("io".utf8)),
    ])
}

/// A client over WebSocket that is in the main namespace.
func joinedSocket(port: Int, room: String? = nil) async throws -> RawWebSocket {
    let socket = try #require(try await RawWebSocket.open(port: port))
    #expect(await socket.text()?.hasPrefix("0{") == true)
    try await socket.send("40")
    #expect(await socket.text()?.hasPrefix("40{\"sid\":") == true)
    if let room {
        try await socket.send("420[\"join_room\",\"\(room)\",{}]")
        #expect(await socket.text()?.hasPrefix("430[{\"ok\":true") == true)
    }
    return socket
}

/// A client over long-polling, one connection for each direction.
struct PollingClient {
    let polls: RawClient
    let posts: RawClient
    let sid: String

    static let path = "/socket.io/?EIO=4&transport=polling"

    init(port: Int) async throws {
        polls = try await RawClient(port: port)
        posts = try await RawClient(port: port)
        let body = try #require(try await polls.fetch("GET \(Self.path)")?.body)
        let open = try JSONValue(parsing: String(body.dropFirst()))
        sid = try #require(open["sid"]?.string)
    }

    func post(_ body: String) async throws -> RawResponse? {
        try await posts.fetch("POST \(Self.path)&sid=\(sid)", body: body)
    }

    func poll() async throws -> RawResponse? { try await polls.fetch("GET \(Self.path)&sid=\(sid)") }

    /// Enters the main namespace.
    func connect() async throws {
        #expect(try await post("40")?.body == "ok")
        #expect(try await poll()?.body.hasPrefix("40{\"sid\":") == true)
    }
}
