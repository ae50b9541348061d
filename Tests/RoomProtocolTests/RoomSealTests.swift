// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import Testing

struct RoomSealTests {
    /// Computed with HMAC-SHA256 of Python's standard library.
    @Test(
        arguments: zip(
            ["blue", "부엌"],
            [
                "104e5b8562d40ebfa66ca998f68a213af9d1914c94e1d1982a676754d00d7fb7",
                "efdb0cd4195a9352a16e467d191d6bd1c7b251f90f2714c3654a1e9272979b3a",
            ]
        )
    )
    func theSealIsThatOfTheProtocol(_ room: String, _ seal: String) throws {
        let secret = try RoomLink.Secret(key: "AAECAwQFBgcICQoLDA0ODw")
        let keys = RoomKeys(secret, in: try RoomName(room))
        let digits = (keys.seal ?? []).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        #expect(digits.joined() == seal)
        #expect(keys.admission.utf8.count == 43)
    }

    @Test func everyRoomHasKeysOfItsOwn() throws {
        let secret = try RoomLink.Secret(key: "AAECAwQFBgcICQoLDA0ODw")
        #expect(RoomKeys(secret, in: try RoomName("blue")) != RoomKeys(secret, in: try RoomName("red")))
    }
}
