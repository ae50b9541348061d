// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomUI
import NIOCore
import NIOPosix
import PluginKit
import SignalingServer
import Testing

@testable import joom

@MainActor struct EmbeddedHostTests {
    private func host(port: Int) -> EmbeddedHost {
        EmbeddedHost(port: port, needsServer: true) { PluginRegistry() }
    }

    @Test func aServerIsStartedOnce() async throws {
        let host = host(port: 0)
        let address = try await host.address()
        #expect(try await host.address() == address)
        #expect(await HealthCheck.isJoom(port: address.port))
        await host.stop()
        #expect(await !HealthCheck.isJoom(port: address.port))
    }

    @Test func aJoomServerOnThePortIsUsed() async throws {
        let other = try await SignalingServer.start(ServerConfiguration(port: 0))
        let host = host(port: other.port)
        #expect(try await host.address().port == other.port)
        await host.stop()
        #expect(await HealthCheck.isJoom(port: other.port))
        await other.stop()
    }

    @Test func aStrangerOnThePortIsAvoided() async throws {
        let stranger = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { $0.close() }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(stranger.localAddress?.port)
        let host = host(port: port)
        let address = try await host.address()
        #expect(address.port != port)
        #expect(await HealthCheck.isJoom(port: address.port))
        await host.stop()
        try await stranger.close()
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nA: b\r\n\r\n{\"joom\":\"0.1\"}", true), ("HTTP/1.1 200 OK\r\n\r\n{\"ok\":true}", false),
        ("HTTP/1.1 404 Not Found\r\n\r\n{\"joom\":1}", false), ("nonsense", false), ("", false),
    ])
    func onlyAJoomServersAnswerCounts(_ row: (answer: String, isJoom: Bool)) {
        #expect(HealthCheck.isHealthy(row.answer) == row.isJoom)
    }
}
