// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import HostCertificate
import JoomModel
import PluginKit
import SignalingServer
import SocketIONIO
import Testing

/// A server that listens for its network too, with a certificate that only links vouch for.
@Suite(.timeLimit(.minutes(1)))
struct PinnedServerTests {
    private struct Hosting {
        let server: SignalingServer
        let listener: SocketIOListener
        let certificate: HostCertificate
        let port: Int

        func address(certificate: String?) -> ServerAddress {
            ServerAddress(host: "127.0.0.1", port: port, isSecure: true, certificate: certificate)
        }
    }

    private func hosting(_ body: (Hosting) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("joom-\(UUID())")
        defer { try? FileManager.default.removeItem(at: directory) }
        let certificate = try HostCertificate(in: directory.path, now: Date())
        let files = CertificateFiles(certificate: certificate.path, key: certificate.path)
        let server = try await SignalingServer.start(ServerConfiguration(port: 0))
        let listener = try await server.listen(host: "127.0.0.1", port: 0, certificates: files)
        let port = try #require(listener.port)
        try await body(Hosting(server: server, listener: listener, certificate: certificate, port: port))
        await listener.close()
        await server.stop()
    }

    @Test func theCertificateOfTheLinkIsAccepted() async throws {
        try await hosting { hosting in
            let peer = Peer(hosting.address(certificate: hosting.certificate.fingerprint))
            #expect(await peer.next() == .connected)
        }
    }

    @Test func anotherCertificateIsRefused() async throws {
        try await hosting { hosting in
            let other = String(hosting.certificate.fingerprint.reversed())
            let peer = Peer(hosting.address(certificate: other))
            #expect(await peer.next() == .disconnected(.wrongCertificate("127.0.0.1")))
        }
    }

    @Test func withoutALinkNobodyVouchesForIt() async throws {
        try await hosting { hosting in
            let peer = Peer(hosting.address(certificate: nil))
            #expect(await peer.next() == .disconnected(.untrusted("127.0.0.1")))
        }
    }

    @Test func closedItLetsNobodyInAndNobodyGo() async throws {
        try await hosting { hosting in
            let far = Peer(hosting.address(certificate: hosting.certificate.fingerprint))
            #expect(await far.next() == .connected)
            await hosting.listener.close()
            let late = Peer(hosting.address(certificate: hosting.certificate.fingerprint))
            #expect(await late.next() == .disconnected(.refused("127.0.0.1")))
            let near = Peer(port: hosting.server.port)
            #expect(await near.next() == .connected)
            far.channel.join(try RoomName("blue"), options: JoinOptions(name: nil, peerID: PeerID("far")))
            #expect(await far.next() == .joinSent)
        }
    }
}
