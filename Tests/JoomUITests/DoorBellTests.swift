// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import RoomProtocol
import Testing

@testable import JoomUI

struct VisitorsTests {
    @Test func whoComesRingsOnce() {
        var visitors = Visitors()
        #expect(visitors.update([], at: .zero, isInside: false) == .silence)
        #expect(visitors.update(["Ada"], at: .seconds(1), isInside: false) == .ring(["Ada"]))
        #expect(visitors.update(["Ada"], at: .seconds(2), isInside: false) == .nothing, "the server was away")
        #expect(visitors.update(["Ada", nil], at: .seconds(3), isInside: false) == .ring(["Ada", nil]))
        #expect(visitors.update(["Ada"], at: .seconds(4), isInside: false) == .nothing)
        #expect(visitors.update([], at: .seconds(5), isInside: false) == .silence)
    }

    @Test func whoOnlyLostTheConnectionDoesNotRing() {
        var visitors = Visitors()
        _ = visitors.update(["Ada"], at: .zero, isInside: false)
        _ = visitors.update([], at: .seconds(1), isInside: false)
        #expect(visitors.update(["Ada"], at: .seconds(30), isInside: false) == .nothing)
        _ = visitors.update([], at: .seconds(31), isInside: false)
        #expect(visitors.update(["Ada"], at: .seconds(300), isInside: false) == .ring(["Ada"]))
    }

    @Test func insideOneSeesForOneself() {
        var visitors = Visitors()
        #expect(visitors.update(["me"], at: .zero, isInside: true) == .silence)
        #expect(visitors.update(["me", "Ada"], at: .seconds(1), isInside: true) == .silence)
        #expect(visitors.update(["Ada"], at: .seconds(2), isInside: false) == .nothing, "we left somebody there")
        #expect(visitors.update(["Ada", "Bob"], at: .seconds(3), isInside: false) == .ring(["Ada", "Bob"]))
    }

    @Test func twoOfOneNameAreTwo() {
        var visitors = Visitors()
        _ = visitors.update(["Ada"], at: .zero, isInside: false)
        #expect(visitors.update(["Ada", "Ada"], at: .seconds(1), isInside: false) == .ring(["Ada", "Ada"]))
    }
}

/// A watcher that notes what it is asked for.
private final class FakeWatcher: RoomWatcher {
    enum Verb: Equatable { case watch(RoomName, String?), unwatch(RoomName), close }

    let events: AsyncStream<RoomWatcherEvent>
    let report: AsyncStream<RoomWatcherEvent>.Continuation
    let verbs: AsyncStream<Verb>
    private let note: AsyncStream<Verb>.Continuation

    init() {
        (events, report) = AsyncStream.makeStream()
        (verbs, note) = AsyncStream.makeStream()
    }

    func watch(_ room: RoomName, admission: String?) { note.yield(.watch(room, admission)) }
    func unwatch(_ room: RoomName) { note.yield(.unwatch(room)) }
    func close() {
        note.yield(.close)
        note.finish()
        report.finish()
    }
}

@MainActor
struct DoorBellTests {
    private struct Rung: Equatable {
        let room: String
        let names: [String?]
    }

    private let watcher = FakeWatcher()
    private let server = ServerAddress(host: "example.org", port: 443, isSecure: true)

    private func room(_ name: String, keyed: Bool = false) throws -> DoorBell.Room {
        let secret = keyed ? try RoomLink.Secret(key: "AAECAwQFBgcICQoLDA0ODw") : nil
        let request = JoomUI.JoinRequest(destination: .room(try RoomName(name)), server: server, secret: secret)
        return DoorBell.Room(request: request, server: server)
    }

    private func bell(_ rung: AsyncStream<Rung>.Continuation) -> DoorBell {
        DoorBell(
            DoorBell.Surroundings(
                open: { [watcher] _ in watcher },
                isInside: { _ in false },
                ownName: { "me" },
                ring: { rung.yield(Rung(room: $0.room.rawValue, names: $1)) },
                complain: { server, refusal in rung.yield(Rung(room: server.host, names: [refusal.code.rawValue])) }
            )
        )
    }

    @Test(.timeLimit(.minutes(1))) func itAsksAnewOnEachConnectionAndRingsForWhoComes() async throws {
        let (rings, rung) = AsyncStream.makeStream(of: Rung.self)
        let bell = bell(rung)
        var verbs = watcher.verbs.makeAsyncIterator()
        var heard = rings.makeAsyncIterator()
        bell.listen(at: [try room("blue", keyed: true)])
        let blue = try RoomName("blue")
        let proof = "UGv9ot7xyTvT6nhqTP91BiCEzKugbBhBpfjxST3WDvo"
        #expect(await verbs.next() == .watch(blue, proof))
        for _ in 1...2 {
            watcher.report.yield(.connected)
            #expect(await verbs.next() == .watch(blue, proof))
        }
        watcher.report.yield(.presence(RoomPresence(room: blue, names: ["Ada"])))
        #expect(await heard.next() == Rung(room: "blue", names: ["Ada"]))
        for _ in 1...2 { watcher.report.yield(.refused(SignalingRefusal(code: .badRequest, message: ""))) }
        #expect(await heard.next() == Rung(room: "example.org", names: ["bad_request"]))
        watcher.report.yield(.presence(RoomPresence(room: blue, names: [])))
        #expect(await heard.next() == Rung(room: "blue", names: []), "a complaint comes once")
    }

    @Test(.timeLimit(.minutes(1))) func itDoesNotRingForUsWhileWeLeave() async throws {
        let (rings, rung) = AsyncStream.makeStream(of: Rung.self)
        let bell = bell(rung)
        var heard = rings.makeAsyncIterator()
        let blue = try room("blue")
        bell.listen(at: [blue])
        bell.note(inside: blue.request)
        bell.note(inside: nil)
        for names in [["me"], ["Ada", "me"], ["Ada"]] {
            watcher.report.yield(.presence(RoomPresence(room: try RoomName("blue"), names: names)))
        }
        #expect(await heard.next() == Rung(room: "blue", names: []))
        #expect(await heard.next() == Rung(room: "blue", names: ["Ada"]))
        rung.finish()
        #expect(await heard.next() == nil)
    }

    @Test(.timeLimit(.minutes(1))) func itListensAtTheRoomsThatAreWantedAndNoOthers() async throws {
        let bell = bell(AsyncStream.makeStream(of: Rung.self).continuation)
        var verbs = watcher.verbs.makeAsyncIterator()
        bell.listen(at: [try room("blue")])
        #expect(await verbs.next() == .watch(try RoomName("blue"), nil))
        bell.listen(at: [try room("red")])
        #expect(await verbs.next() == .unwatch(try RoomName("blue")))
        #expect(await verbs.next() == .watch(try RoomName("red"), nil))
        bell.listen(at: [])
        #expect(await verbs.next() == .close)
    }
}
