// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import RedisRooms

/// Names as Redis sees them: bytes.
struct RedisNameTests {
    /// The second begins with an accent that belongs to the colon before it, the third and the fourth look alike.
    @Test(arguments: ["blue", "\u{301}a", "\u{e9}", "e\u{301}", "\u{200d}x"])
    func aRoomIsFoundByItsChannel(_ name: String) throws {
        let room = try #require(RedisRoomStore.room(on: "joom:room:" + name))
        #expect(Array(room.rawValue.utf8) == Array(name.utf8))
    }

    @Test(arguments: ["", "joom:room:", "joom:node:a", "joom:roomba", "socket.io#/#blue#"])
    func otherChannelsAreForNoRoom(_ channel: String) { #expect(RedisRoomStore.room(on: channel) == nil) }

    @Test func channelsThatLookAlikeDiffer() {
        #expect(Set(["\u{e9}", "e\u{301}", "e\u{301}"].map(RedisLink.Channel.init(name:))).count == 2)
    }
}
