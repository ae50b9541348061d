// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import Testing

struct WatchEventTests {
    private static func event(_ json: String) throws -> SocketEvent {
        let list = try #require(try JSONValue(parsing: json).array)
        return SocketEvent(try #require(list.first?.string), Array(list.dropFirst()))
    }

    @Test func wishesAreReadAsTheyAreWritten() throws {
        let blue = try RoomName("blue")
        for (json, wish) in [
            (#"["watch_room","blue"]"#, .watch(blue, admission: nil)),
            (#"["watch_room","blue",{"admission":"UGv9"}]"#, .watch(blue, admission: "UGv9")),
            (#"["unwatch_room","blue"]"#, .unwatch(blue)),
        ] as [(String, WatchEvent)] {
            let event = try Self.event(json)
            #expect(try WatchEvent(event) == wish)
            #expect(wish.socketEvent == event)
        }
        #expect(try WatchEvent(try Self.event(#"["join_room","blue"]"#)) == nil)
    }

    @Test(arguments: [
        #"["watch_room"]"#, #"["watch_room",""]"#, #"["watch_room","a",1]"#, #"["watch_room","a",{"admission":1}]"#,
        #"["unwatch_room",{}]"#,
    ])
    func nonsenseIsRefused(_ json: String) throws {
        let event = try Self.event(json)
        #expect(throws: MalformedEvent.self) { try WatchEvent(event) }
    }

    @Test func presenceIsReadAsItIsWritten() throws {
        let event = try Self.event(#"["presence",{"room":"blue","names":["Ada",null]}]"#)
        let presence = RoomPresence(room: try RoomName("blue"), names: ["Ada", nil])
        #expect(try RoomPresence(event) == presence)
        #expect(presence.socketEvent == event)
        #expect(try RoomPresence(try Self.event(#"["bye",{"from":"a"}]"#)) == nil)
        for json in [#"["presence"]"#, #"["presence",{"room":"a","names":"Ada"}]"#, #"["presence",{"names":[]}]"#] {
            let event = try Self.event(json)
            #expect(throws: MalformedEvent.self) { try RoomPresence(event) }
        }
    }
}
