// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import PluginKit
import TestSupport
import Testing

/// What a person says of the network, and which connections hear of it.
@MainActor
struct NetworkTests {
    private static let turn = IceServer(urls: ["turn:own.example"], username: "u", credential: "c")

    private func meet(_ anna: Stage, _ ben: Stage) async throws {
        try anna.join()
        await anna.until { if case .joined = $0.phase { true } else { false } }
        try ben.join()
        await anna.until { !$0.participants.isEmpty }
        await anna.eventually { !anna.factory.connections.isEmpty }
    }

    @Test(.timeLimit(.minutes(1))) func ownServersComeBesideThoseOfTheRoom() async throws {
        let signaling = InMemorySignaling()
        let (anna, ben) = (Stage(signaling, seed: 1), Stage(signaling, seed: 2))
        let ports = try PortRange("50000-50100")
        anna.controller.network = NetworkOptions(iceServers: [Self.turn], isRelayOnly: true, ports: ports)
        try await meet(anna, ben)
        let told = try #require(anna.factory.connections.first?.configuration)
        #expect(told.iceServers.last == Self.turn)
        #expect(told.iceTransportPolicy == .relay)
        #expect(told.ports == ports)
        await ben.eventually { !ben.factory.connections.isEmpty }
        let usual = try #require(ben.factory.connections.first?.configuration)
        #expect(!usual.iceServers.contains(Self.turn))
        #expect(usual.iceTransportPolicy == .all)
        #expect(usual.ports == nil)
    }

    @Test(.timeLimit(.minutes(1))) func aServerOfNoUseIsNamedOnce() async throws {
        let signaling = InMemorySignaling()
        let (anna, ben) = (Stage(signaling, seed: 1), Stage(signaling, seed: 2))
        let useless = IceServer(urls: ["stuns:own.example", "turn:other.example", "stun:good.example"])
        anna.controller.network = NetworkOptions(iceServers: [useless, useless])
        try await meet(anna, ben)
        func named() -> [NoticeKind] {
            anna.controller.snapshot.notices.map(\.kind).filter { if case .iceServer = $0 { true } else { false } }
        }
        let expected: [NoticeKind] = [
            .iceServer(url: "stuns:own.example", .fault(.encryptedStun)),
            .iceServer(url: "turn:other.example", .fault(.noCredential)),
        ]
        #expect(named() == expected)
        // What the engine finds out is said as well.
        let connection = try #require(anna.factory.connections.first)
        for _ in 0..<2 { connection.emit(.iceCandidateError(url: "turns:third.example", text: "no")) }
        await anna.until { $0.notices.contains { $0.kind == .iceServer(url: "turns:third.example", .failed("no")) } }
        #expect(named().count == 3)
    }
}
