// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import Testing

/// What the seed's own server lets anybody do, and this one does not; its relaying of `null` candidates stays.
@Suite(.timeLimit(.minutes(1)))
struct SeedHolesTests {
    private static let description = #"{"type":"offer","sdp":"v=0"}"#

    /// Nothing but the answer to its own question reaches a socket.
    private func hearsNothing(_ socket: RawWebSocket) async throws -> Bool {
        try await socket.send(#"427["leave_room","nowhere"]"#)
        return await socket.text()?.hasPrefix(#"437["#) == true
    }

    @Test func anEmptyListAsRoomIsNotEverybody() async throws {
        try await withServer { port in
            let member = try await joinedSocket(port: port, room: "blue")
            let loner = try await joinedSocket(port: port)
            let culprit = try await joinedSocket(port: port, room: "red")
            try await culprit.send(#"421["offer",\#(Self.description),[]]"#)
            #expect(await culprit.text()?.contains("bad_room") == true)
            #expect(try await hearsNothing(member))
            #expect(try await hearsNothing(loner))
        }
    }

    @Test func aListJoinsNoRooms() async throws {
        try await withServer { port in
            let blue = try await joinedSocket(port: port, room: "blue")
            let culprit = try await joinedSocket(port: port)
            try await culprit.send(#"421["join_room",["blue","red"]]"#)
            #expect(await culprit.text()?.contains("bad_room") == true)
            #expect(try await hearsNothing(blue))
            try await blue.send(#"42["offer",\#(Self.description),"blue"]"#)
            #expect(try await hearsNothing(culprit))
        }
    }

    @Test(arguments: ["offer", "answer", "ice"])
    func whoIsNotInARoomSpeaksToNobodyInIt(_ event: String) async throws {
        try await withServer { port in
            let member = try await joinedSocket(port: port, room: "blue")
            let culprit = try await joinedSocket(port: port)
            try await culprit.send(#"421["\#(event)",\#(Self.description),"blue"]"#)
            #expect(await culprit.text()?.contains("not_member") == true)
            #expect(try await hearsNothing(member))
        }
    }

    @Test func aSocketIsNoRoom() async throws {
        try await withServer { port in
            let victim = try #require(try await RawWebSocket.open(port: port))
            let open = try #require(await victim.text())
            try await victim.send("40")
            let connected = try #require(await victim.text())
            let ids = try [open.dropFirst(), connected.dropFirst(2)]
                .map { try #require(try JSONValue(parsing: String($0))["sid"]?.string) }
            let culprit = try await joinedSocket(port: port)
            for id in ids {
                try await culprit.send(#"421["offer",\#(Self.description),"\#(id)"]"#)
                #expect(await culprit.text()?.contains("not_member") == true)
                try await culprit.send(#"422["join_room","\#(id)",{}]"#)
                #expect(await culprit.text()?.hasPrefix(#"432[{"ok":true"#) == true)
                try await culprit.send(#"42["offer",\#(Self.description),"\#(id)"]"#)
            }
            #expect(try await hearsNothing(victim))
        }
    }

    @Test func aThirdPeerDoesNotBreakACallOfTwo() async throws {
        try await withServer { port in
            let first = try await joinedSocket(port: port)
            try await first.send(#"42["join_room","blue"]"#)
            let second = try await joinedSocket(port: port)
            try await second.send(#"42["join_room","blue"]"#)
            #expect(await first.text() == #"42["welcome"]"#)
            let third = try await joinedSocket(port: port)
            try await third.send(#"42["join_room","blue"]"#)
            #expect(try await hearsNothing(third))
            #expect(try await hearsNothing(first))
            try await first.send(#"42["offer",\#(Self.description),"blue"]"#)
            #expect(await second.text() == #"42["offer",\#(Self.description)]"#)
            #expect(try await hearsNothing(third))
        }
    }

    @Test func theEndOfCandidatesPasses() async throws {
        try await withServer { port in
            let first = try await joinedSocket(port: port)
            try await first.send(#"42["join_room","blue"]"#)
            let second = try await joinedSocket(port: port)
            try await second.send(#"42["join_room","blue"]"#)
            try await second.send(#"42["ice",null,"blue"]"#)
            #expect(await first.text() == #"42["welcome"]"#)
            #expect(await first.text() == #"42["ice",null]"#)
        }
    }
}
