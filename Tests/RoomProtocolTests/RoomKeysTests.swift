// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import Testing

struct RoomKeysTests {
    /// Computed with HMAC-SHA256 of Python's standard library.
    @Test(
        arguments: zip(
            ["blue", "부엌"],
            ["UGv9ot7xyTvT6nhqTP91BiCEzKugbBhBpfjxST3WDvo", "Jz105CJdsMaXgImp8q1kMnS0VEMkDUzXk6cejRtfHFI"]
        )
    )
    func theProofIsThatOfTheProtocol(_ room: String, _ proof: String) throws {
        let secret = try RoomLink.Secret(key: "AAECAwQFBgcICQoLDA0ODw")
        #expect(RoomKeys(secret, in: try RoomName(room)).admission == proof)
    }

    @Test func aLinkWithoutAKeyGivesNone() throws {
        #expect(try RoomLink("https://example.org/r/blue").keys == nil)
        #expect(try RoomLink("https://example.org/r/blue#k=AAECAwQFBgcICQoLDA0ODw").keys != nil)
    }
}
