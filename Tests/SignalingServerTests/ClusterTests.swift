// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import TestSupport
import Testing

@testable import SignalingServer

struct ClusterTests {
    private static let clock = ClockReading(monotonic: .seconds(5), sinceEpoch: .seconds(1_700_000_000))

    @Test func aRecordIsReadAsItWasWritten() throws {
        var rooms = Rooms()
        rooms.now = .seconds(5)
        _ = rooms.join("a", .blue, .make("Adä \"x\"", peer: "a"), admission: 7)
        _ = rooms.join("b", .blue, .make(peer: "b"), admission: 7)
        _ = rooms.join("c", .blue, .make(peer: "c"), admission: 7)
        _ = rooms.say("a", .lock(.blue, true))
        _ = rooms.join("d", .blue, .make("Dan", peer: "d"), admission: 7)
        _ = rooms.say("a", .decide(.remove, .blue, PeerID("b")))
        _ = rooms.lose("c")
        let record = rooms.directory.record(of: .blue)
        #expect(record.room?.door.knockers.count == 1)
        #expect(!record.vacancies.isEmpty)
        #expect(RoomRecord(record.text(Self.clock), Self.clock) == record)
        // A server whose clock started elsewhere waits for the same moment.
        let other = ClockReading(monotonic: .seconds(100), sinceEpoch: .seconds(1_700_000_060))
        let read = try #require(RoomRecord(record.text(Self.clock), other))
        #expect(read.vacancies.all.first?.until == .seconds(100 - 60 + 120))
        #expect(RoomRecord(RoomRecord().text(Self.clock), Self.clock) == RoomRecord())
    }

    @Test(arguments: [
        "", "null", "[]", "{\"room\":1}", "{\"room\":{\"owner\":\"a\",\"members\":[]}}",
        "{\"room\":{\"owner\":\"a\",\"members\":[{\"id\":\"a\"}]}}",
    ])
    func aRecordThatNoServerWroteIsNoRecord(_ text: String) { #expect(RoomRecord(text, Self.clock) == nil) }

    @Test func messagesBetweenServersAreReadAsTheyWereWritten() {
        let event = ServerEvent.relay(offer, Routing(peer: PeerID("a"))).socketEvent
        for message in [NodeMessage.emit(SocketID("c"), event), .disconnect(SocketID("c"))] {
            #expect(NodeMessage(message.text) == message)
        }
        for text in ["", "{}", "[\"emit\"]", "[\"emit\",\"c\"]", "[\"dance\",\"c\"]", "[\"emit\",1,\"x\"]"] {
            #expect(NodeMessage(text) == nil)
        }
    }

    @Test func whatWaitsForARoomHasAnEnd() {
        let rooms = ClusterWorld(servers: 1, capacity: 3).servers[0]
        var refused = 0
        var written = 0
        for number in 0..<(SharedRooms.waitingRequests + 5) {
            let change = SharedRooms.Change(
                room: .red,
                kind: .arrival,
                isRequest: number > 0,
                apply: { _ in RoomDirectory.Outcome(reply: .done) },
                done: { outcome, _ in
                    guard case .refused(let refusal) = outcome.reply else { return written += 1 }
                    if refusal.code == .unavailable { refused += 1 }
                }
            )
            rooms.submit(change)
        }
        #expect(refused == 5)
        #expect(written == 0)
        // That somebody is gone is no request.
        rooms.submit(SharedRooms.Change(room: .red, apply: { _ in .init(reply: .silence) }, done: { _, _ in }))
        #expect(rooms.held[.red]?.changes.count == SharedRooms.waitingRequests + 1)
    }

    @Test func aRoomThatIsWatchedWhileTheStoreIsAwayIsHeldLater() {
        var random = SplitMix(state: 1)
        let world = ClusterWorld(servers: 1, capacity: 3)
        world.servers[0].isWatched = { $0 == .red }
        world.disconnect(0)
        world.servers[0].look(at: .red)
        world.servers[0].look(at: .blue)
        world.connect(0)
        world.settle(&random)
        #expect(world.stores[0].rooms == [.red])
        #expect(world.servers[0].held[.red] != nil)
    }

    @Test func whoNamesRoomsAtRandomCostsTheStoreNothing() throws {
        var random = SplitMix(state: 1)
        let world = ClusterWorld(servers: 1, capacity: 3)
        let person = world.arrive(at: 0)
        let events: [ClientEvent] = [.relay(offer, .red, Routing()), .leave(.red), .lock(.red, true)]
        for event in events { world.say(person, event) }
        #expect(world.stores[0].commands.isEmpty)
        world.disconnect(0)
        for event in events { world.say(person, event) }
        #expect(world.servers[0].unsettled.isEmpty)
        world.connect(0)
        world.join(person, .red)
        #expect(!world.stores[0].commands.isEmpty)
        world.settle(&random)
        #expect(person.isInside)
    }

    /// Whatever happens on three servers, in whatever order it arrives: in the end all have the same, nobody has more
    /// seats than there are, everybody sees exactly who is there, and of each two one offers.
    @Test(arguments: 0..<8)
    func serversAgree(_ part: Int) {
        for seed in 0..<250 {
            var random = SplitMix(state: UInt64(part * 250 + seed))
            let world = ClusterWorld(servers: 3, capacity: 3)
            for _ in 0..<Int.random(in: 4...40, using: &random) {
                act(in: world, &random)
                for _ in 0..<Int.random(in: 0...6, using: &random) { _ = world.step(&random) }
            }
            world.settle(&random)
            check(world, capacity: 3, "seed \(part * 250 + seed)")
        }
    }

    /// The same, while the store comes and goes, and forgets: more may be inside then than there are seats.
    @Test(arguments: 0..<4)
    func serversComeTogether(_ part: Int) {
        for seed in 0..<250 {
            var random = SplitMix(state: UInt64(10_000 + part * 250 + seed))
            let world = ClusterWorld(servers: 3, capacity: 9)
            for _ in 0..<Int.random(in: 4...24, using: &random) { act(in: world, &random) }
            world.settle(&random)
            for node in 0..<3 { world.disconnect(node) }
            if Bool.random(using: &random) { world.stored = [:] }
            for _ in 0..<Int.random(in: 0...12, using: &random) { act(in: world, &random) }
            for node in [0, 1, 2].shuffled(using: &random) {
                world.connect(node)
                for _ in 0..<Int.random(in: 0...20, using: &random) { _ = world.step(&random) }
            }
            world.settle(&random)
            for server in world.servers { for _ in 0..<SharedRooms.lingeringBeats { server.storeBeat() } }
            world.settle(&random)
            check(world, capacity: .max, mayBothOffer: true, "seed \(10_000 + part * 250 + seed)")
        }
    }

    private func act(in world: ClusterWorld, _ random: inout SplitMix) {
        guard let person = world.people.randomElement(using: &random), Int.random(in: 0..<10, using: &random) > 2 else {
            let person = world.arrive(at: Int.random(in: 0..<3, using: &random))
            return world.join(person, .blue)
        }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: world.lose(person)
        case 1: if person.isInside { world.leave(person, .blue) }
        case 2, 3: if !person.isInside, !person.isJoining { world.join(person, .blue) }
        default: world.say(person, .relay(offer, .blue, Routing()))
        }
    }

    private func check(_ world: ClusterWorld, capacity: Int, mayBothOffer: Bool = false, _ comment: Comment) {
        let text = world.stored[.blue]?.record
        let record = text.flatMap { RoomRecord($0, world.servers[0].clock()) } ?? RoomRecord()
        let members = record.room?.members ?? []
        #expect(members.count <= capacity, comment)
        for (number, server) in world.servers.enumerated() {
            #expect(server.held[.blue].map { $0.changes.isEmpty && $0.inbox.isEmpty } ?? true, comment)
            let isHolding = members.contains { $0.node == server.directory.node }
            #expect(server.directory.record(of: .blue) == (isHolding ? record : RoomRecord()), comment)
            #expect((server.held[.blue] != nil) == isHolding, comment)
            #expect(world.stores[number].rooms == (isHolding ? [.blue] : []), comment)
        }
        let inside = members.compactMap { member in world.people.first { $0.connection == member.connection } }
        #expect(inside.count == members.count, comment)
        for person in inside {
            let others = Set(members.map(\.id)).subtracting([person.id].compactMap(\.self))
            #expect(person.view == others, comment)
            for other in inside where other !== person {
                guard let mine = person.id, let theirs = other.id else { continue }
                let offers = [person.offers.contains(theirs), other.offers.contains(mine)]
                #expect(offers == [true, false] || offers == [false, true] || mayBothOffer && offers[0], comment)
            }
        }
    }
}
