// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import JoomUI
import NIOCore
import NIOPosix
import PluginKit
import RoomProtocol
import SignalingServer
import Testing

@testable import joom

@MainActor struct EmbeddedHostTests {
    private func host(port: Int) -> EmbeddedHost {
        EmbeddedHost(port: port, needsServer: true) { PluginRegistry() }
    }

    private static func access() throws -> NetworkAccess {
        NetworkAccess(
            secret: try RoomLink.Secret(key: "AAECAwQFBgcICQoLDA0ODw"),
            isKeyed: false,
            canKnock: true
        )
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

    @Test func othersMayComeInByAnAddressWithACertificate() async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("joom-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let host = EmbeddedHost(port: 0, needsServer: true, directory: directory, findAddress: { "127.0.0.1" }) {
            PluginRegistry()
        }
        let (room, access) = (try RoomName("blue"), try Self.access())
        let address = try await host.openToNetwork(room, access)
        #expect(address.isSecure && address.host == "127.0.0.1" && address.certificate?.utf8.count == 43)
        let again = try await host.openToNetwork(room, access)
        #expect(again.certificate == address.certificate)
        #expect(await isAnswered(again.port))
        await host.closeToNetwork(keepingKey: false)
        #expect(await !isAnswered(again.port))
        #expect(await HealthCheck.isJoom(port: try host.address().port))
        await host.stop()
    }

    @Test func onNoNetworkNobodyIsLetIn() async throws {
        let host = EmbeddedHost(port: 0, needsServer: true, directory: "/proc/joom", findAddress: { nil }) {
            PluginRegistry()
        }
        let (room, access) = (try RoomName("blue"), try Self.access())
        await #expect(throws: HostingFailure.noNetwork) { try await host.openToNetwork(room, access) }
        await host.stop()
    }

    @Test func theAddressIsOneThatOthersReach() {
        let choose = LocalNetwork.choose
        #expect(choose("10.1.2.3", ["192.168.0.4"]) == "10.1.2.3")
        #expect(choose(nil, ["172.17.0.1", "10.0.0.4", "192.168.0.4", "fd00::1"]) == "192.168.0.4")
        #expect(choose(nil, ["172.17.0.1", "10.0.0.4"]) == "10.0.0.4")
        #expect(choose("127.0.0.1", []) == nil)
        #expect(choose(nil, ["fd00::1"]) == nil)
    }

    private func isAnswered(_ port: Int) async -> Bool {
        let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
        try? await channel?.close()
        return channel != nil
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nA: b\r\n\r\n{\"joom\":\"0.1\"}", true), ("HTTP/1.1 200 OK\r\n\r\n{\"ok\":true}", false),
        ("HTTP/1.1 404 Not Found\r\n\r\n{\"joom\":1}", false), ("nonsense", false), ("", false),
    ])
    func onlyAJoomServersAnswerCounts(_ row: (answer: String, isJoom: Bool)) {
        #expect(HealthCheck.isHealthy(row.answer) == row.isJoom)
    }
}
