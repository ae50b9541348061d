// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import MediaCore
import PluginKit
import Testing

@testable import MediaGStreamer

/// Which ways a connection looks for.
@Suite(.tags(.media), .timeLimit(.minutes(1)))
struct PathTests {
    private let factory = GStreamerFactory()

    private func configuration(
        _ servers: [IceServer] = [],
        _ policy: IceTransportPolicy = .all,
        ports: PortRange? = nil
    ) -> PeerConnectionConfiguration {
        PeerConnectionConfiguration(
            role: .offerer,
            iceServers: servers,
            hasDataChannel: true,
            iceTransportPolicy: policy,
            ports: ports
        )
    }

    /// The ports of our own that a new connection finds.
    private func ports(of configuration: PeerConnectionConfiguration) async throws -> Set<Int> {
        let connection = try await factory.makePeerConnection(configuration)
        _ = try await connection.createOffer()
        var found: Set<Int> = []
        for await event in connection.events {
            guard case .iceCandidate(let candidate) = event else { continue }
            guard let candidate else { break }
            if let port = CandidateAttribute(candidate.candidate)?.port { found.insert(port) }
        }
        await connection.close()
        return found
    }

    /// A connection is made of a spare one, which was ready before anybody said how.
    @Test func eachConnectionHasThePortsOfItsOwn() async throws {
        // Below those that Linux gives to who asks for any (ip_local_port_range).
        let ranges = [try PortRange("21000-21015"), nil, try PortRange("22000-22015")]
        for range in ranges {
            let found = try await ports(of: configuration(ports: range))
            #expect(!found.isEmpty)
            let allowed = range.map { Int($0.first)...Int($0.last) }
            for port in found {
                #expect(allowed?.contains(port) ?? !(21_000...22_015).contains(port), "\(port)")
            }
            // Until there is a spare one.
            try await Task.sleep(for: .milliseconds(2_300))
        }
        await factory.localMedia.stop()
    }

    @Test(arguments: [
        [], [IceServer(urls: ["stun:stun.example.org"])], [IceServer(urls: ["turn:turn.example.org"])],
        [IceServer(urls: ["turns:turn.example.org?transport=udp", "x"], username: "u", credential: "c")],
    ])
    func relaysOnlyWithoutOneIsRefused(_ servers: [IceServer]) async {
        await #expect(throws: MediaError.noRelay) {
            try await factory.makePeerConnection(configuration(servers, .relay))
        }
        await factory.localMedia.stop()
    }

    @Test func ofRelaysOnlyNothingElseIsFound() async throws {
        // Nobody answers there.
        let server = IceServer(urls: ["turn:127.0.0.1:9"], username: "u", credential: "c")
        let connection = try await factory.makePeerConnection(configuration([server], .relay))
        let offer = try await connection.createOffer()
        #expect(!offer.sdp.contains("a=candidate"))
        let listening = Task {
            var found: [IceCandidate] = []
            for await event in connection.events {
                if case .iceCandidate(let candidate?) = event { found.append(candidate) }
            }
            return found
        }
        try await Task.sleep(for: .seconds(1))
        await connection.close()
        #expect(await listening.value == [])
        await factory.localMedia.stop()
    }
}
