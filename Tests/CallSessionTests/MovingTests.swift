// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import PluginKit
import TestSupport
import Testing

@MainActor
@Suite(.timeLimit(.minutes(1)))
struct MovingTests {
    private static let elsewhere = ServerAddress(host: "example.org", port: 443, isSecure: true)
    private static let keys = RoomKeys(admission: "proof")
    private static let link = "https://example.org/r/kitchen#k=AAECAwQFBgcICQoLDA0ODw"

    /// Two people in a room, of whom the first owns it; what they open next is at another server.
    private func makeCall(_ here: InMemorySignaling, _ there: InMemorySignaling) async throws -> (Stage, Stage) {
        let (anna, ben) = (Stage(here, seed: 1), Stage(here, seed: 2))
        try anna.join(name: "Anna")
        await anna.until { if case .joined = $0.phase { true } else { false } }
        try ben.join(name: "Ben")
        for person in [anna, ben] {
            let connection = try await person.negotiated()
            for state in [PeerConnectionState.connecting, .connected] { connection.emit(.stateChanged(state)) }
            await person.until { $0.participants.first?.connection == .connected }
            var registry = PluginRegistry()
            registry.signaling = there
            registry.peerConnections = person.factory
            registry.captureSources = [person.devices]
            person.controller.use(registry)
        }
        let owner = try #require(ben.controller.snapshot.participants.first?.id.peer)
        here.say(.owner(owner))
        await ben.until { $0.door.owner == owner }
        return (anna, ben)
    }

    @Test func theRoomGoesOnElsewhereWithEverybodyInIt() async throws {
        let there = InMemorySignaling()
        let (anna, ben) = try await makeCall(InMemorySignaling(), there)
        #expect(anna.controller.immobile(to: Self.elsewhere).isEmpty)
        try await anna.controller.move(to: Self.elsewhere, keys: Self.keys, telling: Self.link)
        await anna.until { $0.server == Self.elsewhere }
        let words = #"{"link":"https://example.org/r/kitchen#k=AAECAwQFBgcICQoLDA0ODw","type":"moved"}"#
        await anna.eventually { anna.factory.connections[0].data.contains(words) }
        var heard = ben.controller.happenings().makeAsyncIterator()
        ben.factory.connections[0].emit(.data(words))
        var moved = await heard.next()
        // What came before it.
        while let other = moved, Stage.kind(other) != "moved" { moved = await heard.next() }
        #expect(moved == .moved(ben.controller.snapshot.participants[0].id, invitation: Self.link))
        try await ben.controller.move(to: Self.elsewhere, keys: Self.keys, telling: nil)
        await ben.until { $0.server == Self.elsewhere }
        // They meet as after a lost server: the next connection is made beside the one that works.
        _ = try await anna.negotiated(2)
        _ = try await ben.negotiated(2)
        for person in [anna, ben] {
            #expect(person.controller.snapshot.participants.map(\.connection) == [.connected])
            #expect(person.factory.connections[0].state != .closed)
            #expect(!person.controller.snapshot.notices.contains { if case .went = $0.kind { true } else { false } })
        }
        await anna.controller.shutDown()
        await ben.controller.shutDown()
    }

    @Test(arguments: [
        (SignalingRefusal?.some(SignalingRefusal(code: .denied, message: "no")), false),
        (SignalingRefusal?.none, true),
    ])
    func whereThereIsNoSeatNobodyGoes(_ row: (refusal: SignalingRefusal?, isDown: Bool)) async throws {
        let there = InMemorySignaling()
        let (anna, ben) = try await makeCall(InMemorySignaling(), there)
        there.refuse(with: row.refusal)
        if row.isDown { there.goDown() }
        let failure: MoveFailure = row.refusal.map { .refused($0) } ?? .unreachable(.refused("down"))
        await #expect(throws: failure) {
            try await anna.controller.move(to: Self.elsewhere, keys: Self.keys, telling: Self.link)
        }
        #expect(anna.controller.snapshot.server == Stage.server)
        #expect(!anna.factory.connections[0].data.contains { $0.contains("moved") })
        await anna.controller.shutDown()
        await ben.controller.shutDown()
    }

    /// What keeps somebody who announces this from coming along to a server without TLS, and to one with.
    struct Company: Sendable {
        let capabilities: Set<String>
        let plain: Immobile.Reason?
        let secure: Immobile.Reason?
    }

    @Test(arguments: [
        Company(capabilities: ["joom/page"], plain: .unable, secure: .unable),
        Company(capabilities: ["joom/page", "joom/moves"], plain: .needsTLS, secure: nil),
        Company(capabilities: [], plain: nil, secure: nil),
    ])
    func browsersComeAlongWhereTheySaySoAndItIsSafe(_ row: Company) async throws {
        let here = InMemorySignaling()
        here.announce(row.capabilities)
        let (anna, ben) = try await makeCall(here, InMemorySignaling())
        let pinned = ServerAddress(host: "example.org", port: 443, isSecure: true, certificate: "A")
        let plain = ServerAddress(host: "example.org", port: 80, isSecure: false)
        #expect(anna.controller.immobile(to: plain).map(\.reason) == [row.plain].compactMap { $0 })
        #expect(anna.controller.immobile(to: pinned).map(\.reason) == [row.plain].compactMap { $0 })
        #expect(anna.controller.immobile(to: Self.elsewhere).map(\.reason) == [row.secure].compactMap { $0 })
        await anna.controller.shutDown()
        await ben.controller.shutDown()
    }

    @Test(arguments: [true, false])
    func whoDoesNotComeAlongIsNamedAndStaysInTheCall(_ comes: Bool) async throws {
        let there = InMemorySignaling()
        let (anna, ben) = try await makeCall(InMemorySignaling(), there)
        try await anna.controller.move(to: Self.elsewhere, keys: Self.keys, telling: Self.link)
        if comes {
            try await ben.controller.move(to: Self.elsewhere, keys: Self.keys, telling: nil)
            _ = try await anna.negotiated(2)
        }
        var seconds = 0
        await anna.eventually {
            anna.clock.advance(by: .seconds(1))
            seconds += 1
            return isNamed(anna) || comes && seconds > 100
        }
        #expect(isNamed(anna) != comes)
        #expect(anna.controller.snapshot.participants.map(\.connection) == [.connected])
        await anna.controller.shutDown()
        await ben.controller.shutDown()
    }

    private func isNamed(_ anna: Stage) -> Bool {
        anna.controller.snapshot.notices.contains { $0.kind == .stayedBehind("Ben") }
    }

    @Test func nobodyButTheOwnerIsFollowed() async throws {
        let (anna, ben) = try await makeCall(InMemorySignaling(), InMemorySignaling())
        var heard = anna.controller.happenings().makeAsyncIterator()
        anna.factory.connections[0].emit(.data(#"{"type":"moved","link":"https://evil.example/r/kitchen"}"#))
        anna.factory.connections[0].emit(.data(#"{"type":"state","microphone":false,"camera":false}"#))
        let next = await heard.next()
        #expect(
            next == .state(anna.controller.snapshot.participants[0].id, MediaState(microphone: false, camera: false))
        )
        await anna.controller.shutDown()
        await ben.controller.shutDown()
    }

    /// An owner could choose a server of their own only to learn it.
    @Test func whoeverHidesTheirAddressIsLedNowhere() async throws {
        let (anna, ben) = try await makeCall(InMemorySignaling(), InMemorySignaling())
        ben.controller.network.isRelayOnly = true
        await #expect(throws: MoveFailure.hidden) {
            try await ben.controller.move(to: Self.elsewhere, keys: Self.keys, telling: nil)
        }
        #expect(ben.controller.snapshot.server == Stage.server)
        await anna.controller.shutDown()
        await ben.controller.shutDown()
    }

    @Test func nobodyIsThereToMoveOutsideARoom() async {
        let stage = Stage(InMemorySignaling())
        await #expect(throws: MoveFailure.notNow) {
            try await stage.controller.move(to: Self.elsewhere, keys: Self.keys, telling: nil)
        }
        await stage.controller.shutDown()
    }
}
