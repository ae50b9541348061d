// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import Testing

@testable import SignalingServer

struct RoomWatchesTests {
    private static func pass(_ proof: UInt8? = nil, isByInvitation: Bool = false) -> RoomWatches.Pass {
        RoomWatches.Pass(admission: proof.map { SecretHash(bytes: [$0]) }, isByInvitation: isByInvitation)
    }

    /// What a watcher hears of a room as it is now; nil when it hears nothing.
    private static func heard(_ watches: inout RoomWatches, _ rooms: Rooms, by watcher: String = "w") -> [String?]? {
        let notices = watches.update(.blue, rooms.directory.rooms[.blue])
        return notices.first { $0.connection == SocketID(watcher) }?.presence.names
    }

    @Test func aWatcherHearsOfEachChangeOnce() {
        var (rooms, watches) = (Rooms(), RoomWatches())
        #expect(watches.watch(.blue, Self.pass(), from: SocketID("w")) == nil)
        #expect(Self.heard(&watches, rooms) == [])
        #expect(Self.heard(&watches, rooms) == nil)
        _ = rooms.join("a", .blue, .make("Ada"))
        #expect(Self.heard(&watches, rooms) == ["Ada"])
        _ = rooms.join("b", .blue, .make())
        #expect(Self.heard(&watches, rooms) == ["Ada", nil])
        _ = rooms.say("a", .lock(.blue, true))
        #expect(Self.heard(&watches, rooms) == nil, "nobody came or went")
        _ = rooms.lose("a")
        _ = rooms.lose("b")
        #expect(Self.heard(&watches, rooms) == [])
        watches.unwatch(.blue, from: SocketID("w"))
        _ = rooms.join("a", .blue, .make("Ada"))
        #expect(Self.heard(&watches, rooms) == nil)
        #expect(!watches.isWatched(.blue))
    }

    @Test func onlyWhoHoldsTheLinkSeesAnybody() {
        var (rooms, watches) = (Rooms(), RoomWatches())
        for (watcher, proof) in [("w", 1), ("wrong", 2), ("name", nil)] as [(String, UInt8?)] {
            #expect(watches.watch(.blue, Self.pass(proof), from: SocketID(watcher)) == nil)
        }
        _ = watches.update(.blue, nil)
        _ = rooms.join("a", .blue, .make("Ada"), admission: 1)
        let notices = watches.update(.blue, rooms.directory.rooms[.blue])
        #expect(notices.map(\.connection) == [SocketID("w")])
        rooms.directory.update(.blue) { $0.admission = nil }
        let after = watches.update(.blue, rooms.directory.rooms[.blue])
        let seen = Dictionary(uniqueKeysWithValues: after.map { ($0.connection.rawValue, $0.presence.names) })
        #expect(seen == ["w": [], "name": ["Ada"]])
    }

    @Test func byInvitationOneSeesOnlyRoomsWithAKey() {
        var (rooms, watches) = (Rooms(), RoomWatches())
        _ = watches.watch(.blue, Self.pass(isByInvitation: true), from: SocketID("w"))
        _ = rooms.join("a", .blue, .make("Ada"))
        #expect(Self.heard(&watches, rooms) == [])
        _ = watches.watch(.blue, Self.pass(1, isByInvitation: true), from: SocketID("w"))
        rooms.directory.update(.blue) { $0.admission = SecretHash(bytes: [1]) }
        #expect(Self.heard(&watches, rooms) == ["Ada"])
    }

    @Test func nobodyWatchesWithoutEnd() throws {
        var watches = RoomWatches()
        for number in 1...RoomLimits.watchesPerConnection {
            #expect(watches.watch(try RoomName("\(number)"), Self.pass(), from: SocketID("w")) == nil)
        }
        #expect(watches.watch(.blue, Self.pass(), from: SocketID("w"))?.code == .rate)
        #expect(watches.watch(try RoomName("1"), Self.pass(), from: SocketID("w")) == nil, "it is watched already")
        #expect(watches.disconnected(SocketID("w")).count == RoomLimits.watchesPerConnection)
        #expect(!watches.isWatched(try RoomName("1")))
        for number in 1...RoomLimits.watchersPerRoom {
            #expect(watches.watch(.blue, Self.pass(), from: SocketID("\(number)")) == nil)
        }
        #expect(watches.watch(.blue, Self.pass(), from: SocketID("w"))?.code == .rate)
    }

    @Test(.timeLimit(.minutes(1))) func overTheWireAWatcherIsInNoRoom() async throws {
        try await withServer { port in
            let watcher = try await joinedSocket(port: port)
            try await watcher.send(#"421["watch_room","blue"]"#)
            #expect(await watcher.text() == #"431[{"ok":true}]"#)
            #expect(await watcher.text() == #"42["presence",{"room":"blue","names":[]}]"#)
            let ada = try await joinedSocket(port: port)
            try await ada.send(#"420["join_room","blue",{"name":"Ada"}]"#)
            #expect(await ada.text()?.contains(#""peers":[]"#) == true)
            #expect(await watcher.text() == #"42["presence",{"room":"blue","names":["Ada"]}]"#)
            try await ada.send(#"42["leave_room","blue"]"#)
            #expect(await watcher.text() == #"42["presence",{"room":"blue","names":[]}]"#)
            try await watcher.send(#"422["unwatch_room","blue"]"#)
            #expect(await watcher.text() == #"432[{"ok":true}]"#)
            try await watcher.send(#"423["watch_room",7]"#)
            #expect(await watcher.text()?.contains("bad_r") == true)
        }
    }
}
