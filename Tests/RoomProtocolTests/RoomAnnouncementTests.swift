// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import Testing

struct RoomAnnouncementTests {
    private static let certificate = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

    private static func make(_ room: String = "blue", name: String? = "Ada") throws -> RoomAnnouncement {
        RoomAnnouncement(room: try RoomName(room), name: name, certificate: certificate)
    }

    private static func bytes(_ strings: [String]) -> [[UInt8]] { strings.map { Array($0.utf8) } }

    @Test(arguments: [("blue", "Ada"), ("a=b", "x=y"), ("차 마시는 방", nil), (String(repeating: "r", count: 128), "Ada")])
    func whatIsWrittenIsRead(_ row: (room: String, name: String?)) throws {
        let announcement = try Self.make(row.room, name: row.name)
        #expect(RoomAnnouncement(text: announcement.text) == announcement)
        #expect(announcement.text.allSatisfy { $0.count <= 255 })
        #expect(announcement.text.first == Array("txtvers=1".utf8))
    }

    @Test func theFirstOfAKeyCountsAndCaseAndStrangersDoNot() throws {
        let text = [
            "flag", "", "=x", "TXTVERS=1", "later=1", "Room=blue", "room=red", "name=Ada", "fp=" + Self.certificate,
        ]
        #expect(RoomAnnouncement(text: Self.bytes(text)) == (try Self.make()))
        let nameless = ["txtvers=1", "room=blue", "name=", "fp=" + Self.certificate]
        #expect(RoomAnnouncement(text: Self.bytes(nameless)) == (try Self.make(name: nil)))
    }

    @Test(arguments: [
        [], ["txtvers=1"], ["room=blue", "fp=" + certificate], ["txtvers=2", "room=blue", "fp=" + certificate],
        ["txtvers=1", "room=blue"], ["txtvers=1", "room=", "fp=" + certificate],
        ["txtvers=1", "room=a\u{7}b", "fp=" + certificate], ["txtvers=1", "room", "fp=" + certificate],
        ["txtvers=1", "room=" + String(repeating: "r", count: 129), "fp=" + certificate],
        ["txtvers=1", "room=blue", "fp=short"], ["txtvers=1", "room=blue", "fp=" + certificate + "="],
        ["txtvers=1", "room=blue", "name=a\nb", "fp=" + certificate],
        ["txtvers=1", "room=blue", "name=" + String(repeating: "n", count: 129), "fp=" + certificate],
        ["txtvers=1", "room=blue", "fp=" + certificate, "x=" + String(repeating: "x", count: 254)],
        ["txtvers=1", "room=blue", "fp=" + certificate] + Array(repeating: "x=", count: 64),
    ])
    func nonsenseIsNoRoom(_ text: [String]) {
        #expect(RoomAnnouncement(text: Self.bytes(text)) == nil)
    }

    @Test func bytesThatAreNoTextAreNoRoom() {
        let room: [UInt8] = Array("room=".utf8) + [0xff, 0xfe]
        #expect(RoomAnnouncement(text: [Array("txtvers=1".utf8), room, Array("fp=\(Self.certificate)".utf8)]) == nil)
    }

    @Test func theServicesNameFitsAndIsCutBetweenLetters() throws {
        #expect(try Self.make().serviceName == "blue (Ada)")
        let long = try Self.make(String(repeating: "방", count: 42), name: nil).serviceName
        #expect(long == String(repeating: "방", count: 21))
        #expect(try Self.make("e" + String(repeating: "\u{301}", count: 40), name: nil).serviceName == "Joom")
    }
}
