// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Testing

struct RoomNameTests {
    struct Refused: Sendable {
        let name: String
        let reason: RoomNameError
    }

    @Test(arguments: ["kitchen", "가족 방", "a", String(repeating: "x", count: 128), "../etc", "[]"])
    func acceptsWhatPeopleType(_ name: String) throws {
        #expect(try RoomName(name).rawValue == name)
    }

    @Test(arguments: [
        Refused(name: "", reason: .empty),
        Refused(name: String(repeating: "방", count: 43), reason: .tooLong(bytes: 129, limit: 128)),
        Refused(name: "a\nb", reason: .controlCharacter),
        Refused(name: "a\u{7f}", reason: .controlCharacter),
        Refused(name: "\u{85}", reason: .controlCharacter),
    ])
    func refusesWithTheReason(_ refused: Refused) {
        #expect(throws: refused.reason) { try RoomName(refused.name) }
    }

    @Test func namesDifferByTheirBytes() throws {
        let names = try ["\u{e9}", "e\u{301}", "e\u{301}"].map(RoomName.init)
        #expect(names[0] != names[1])
        #expect(Set(names).count == 2)
    }
}

struct SessionIDTests {
    @Test func writesAllSixteenDigits() {
        #expect(SessionID(bits: 0xab).rawValue == "00000000000000ab")
        #expect(SessionID(bits: .max).rawValue == "ffffffffffffffff")
    }

    @Test(arguments: ["", "ab", "00000000000000ag", "00000000000000ab0", "0000000000000 ab"])
    func refusesWhatIsNoSession(_ string: String) {
        #expect(SessionID(string) == nil)
    }
}
