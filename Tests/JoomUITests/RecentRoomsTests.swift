// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import Testing

@testable import JoomUI

struct RecentRoomsTests {
    private static func room(_ name: String, at server: String? = nil) throws -> JoomUI.JoinRequest {
        JoomUI.JoinRequest(
            destination: .room(try RoomName(name)),
            server: try server.map { try ServerAddress(typed: $0) }
        )
    }

    @Test func newestComesFirstAndEachOnce() throws {
        var recent = RecentRooms()
        for name in ["one", "two", "one"] { recent.add(try Self.room(name)) }
        #expect(recent.rooms.map(\.room.rawValue) == ["one", "two"])
        recent.add(try Self.room("one", at: "https://example.org"))
        #expect(recent.rooms.count == 3, "the same name on another server is another room")
    }

    @Test func eightAreKept() throws {
        var recent = RecentRooms()
        for number in 1...9 { recent.add(try Self.room("\(number)")) }
        #expect(recent.rooms.map(\.room.rawValue) == ["9", "8", "7", "6", "5", "4", "3", "2"])
    }

    @Test func textBringsThemBack() throws {
        var recent = RecentRooms()
        recent.add(try Self.room("부엌 \"1\""))
        recent.add(try Self.room("kitchen", at: "http://192.168.1.5:3000"))
        let link = "https://example.org/r/a%20b#k=AAAAAAAAAAAAAAAAAAAAAA"
        recent.add(JoomUI.JoinRequest(destination: .link(try RoomLink(link))))
        #expect(RecentRooms(recent.text) == recent)
    }

    @Test func keysOfNewRoomsAreRemembered() throws {
        var generator = SystemRandomNumberGenerator()
        let (here, there) = (try NewRoom(using: &generator), try NewRoom(using: &generator))
        var recent = RecentRooms()
        recent.add(JoomUI.JoinRequest(here))
        recent.add(JoomUI.JoinRequest(there, server: try ServerAddress(typed: "https://example.org")))
        let rooms = RecentRooms(recent.text).rooms
        #expect(rooms.map(\.secret) == [there.secret, here.secret])
        #expect(rooms == recent.rooms)
        let link = rooms.first?.link(at: try ServerAddress(typed: "https://example.org"))
        #expect(link?.webText == "https://example.org/r/\(there.name)#k=\(there.secret.key)")
    }

    @Test(arguments: [
        "", "[", "{}", "[1]", "[{\"room\":\"\"}]", "[{\"room\":\"a\",\"server\":\"a b\"}]", "[{\"link\":\"a\"}]",
        "[{\"room\":\"a\",\"key\":\"short\"}]",
    ])
    func nonsenseIsNothing(_ text: String) { #expect(RecentRooms(text).rooms == []) }

    @Test func aKeyThatWentAstrayIsRememberedAsOne() throws {
        var recent = RecentRooms()
        let room = JoomUI.JoinRequest(
            destination: .link(try RoomLink("https://example.org/r/a#k=AAAAAAAAAAAAAAAAAAAAAA"))
        )
        recent.markLoose(room)
        #expect(recent.loose.isEmpty)
        recent.add(room)
        recent.markLoose(room)
        #expect(RecentRooms(recent.text) == recent && RecentRooms(recent.text).loose == [room])
        recent.add(room)
        #expect(recent.loose == [room], "entering it again does not make the key safe")
        recent.forget(room)
        #expect(recent.loose.isEmpty)
    }

    @Test func watchedRoomsAreRememberedAndNotPushedOut() throws {
        var recent = RecentRooms()
        let watched = try Self.room("tea")
        recent.watch(watched, true)
        #expect(recent.watched.isEmpty, "only what is here can be watched")
        recent.add(watched)
        recent.watch(watched, true)
        for number in 1...12 { recent.add(try Self.room("\(number)")) }
        #expect(recent.rooms.count == RecentRooms.limit)
        #expect(recent.rooms.last == watched)
        recent.add(watched)
        #expect(recent.watched == [watched], "whoever enters it again still watches it")
        #expect(RecentRooms(recent.text) == recent)
        recent.watch(watched, false)
        #expect(RecentRooms(recent.text).watched.isEmpty)
        recent.watch(watched, true)
        recent.forget(watched)
        #expect(recent.watched.isEmpty)
    }

    @Test func serversAreNamedOnceAndWithoutThisComputer() throws {
        var recent = RecentRooms()
        for (name, server) in [
            ("a", "https://one.org"), ("b", nil), ("c", "https://two.org"), ("d", "https://one.org"),
        ] {
            recent.add(try Self.room(name, at: server))
        }
        #expect(recent.servers.map(\.host) == ["one.org", "two.org"])
    }
}

struct RoomSuggestionTests {
    @Test(arguments: ["en", "ko", "xx"]) func wordsAreManyAndDifferent(_ language: String) {
        let words = RoomSuggestion.Words.of(language: language)
        for list in [words.qualities, words.creatures, words.places] { #expect(Set(list).count == 64) }
    }

    @Test func longestNameIsARoom() throws {
        for language in ["en", "ko"] {
            let words = RoomSuggestion.Words.of(language: language)
            let longest = [words.qualities, words.creatures, words.places]
                .compactMap { list in list.max { $0.utf8.count < $1.utf8.count } }
            _ = try RoomName(longest.joined(separator: "-"))
        }
    }

    @Test func koreanIsForThoseWhoSpeakIt() {
        var generator = SystemRandomNumberGenerator()
        let name = RoomSuggestion.make(language: "ko", using: &generator)
        #expect(name.unicodeScalars.allSatisfy { $0 == "-" || ("가"..."힣").contains($0) })
        #expect(RoomSuggestion.make(language: "fr", using: &generator).utf8.allSatisfy { $0 < 128 })
    }
}
