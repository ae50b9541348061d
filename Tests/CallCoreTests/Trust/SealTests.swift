// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import Testing

struct SealTests {
    static let key = Array(UInt8(0)..<32)
    static let own = "AA:BB", other = "CC:DD"

    static func sdp(_ fingerprints: String..., lineEnd: String = "\r\n") -> String {
        (["v=0"] + fingerprints.map { "a=fingerprint:sha-256 \($0)" }).joined(separator: lineEnd) + lineEnd
    }

    static func offer(_ fingerprints: String...) -> SessionDescription {
        SessionDescription(kind: .offer, sdp: fingerprints.map { sdp($0) }.joined())
    }

    static func place(
        _ room: String = "kitchen",
        from: String = "anna",
        to: String = "me",
        _ session: UInt64 = 1
    ) throws -> Seal.Place {
        Seal.Place(
            room: try RoomName(room),
            from: PeerID(from),
            to: PeerID(to),
            session: SessionID(bits: session)
        )
    }

    /// Made once by Python's hmac, so that other programs agree.
    @Test func macIsTheProtocols() throws {
        let seal = try #require(Seal(Self.key))
        #expect(
            seal.mac(Self.offer(Self.own), at: try Self.place()) == "NMfQ90xCBpzMHRbOI5s64dGWIA0Vqj7whQQgspA7R7k"
        )
    }

    @Test func whoHasTheKeyIsBelieved() throws {
        let seal = try #require(Seal(Self.key))
        let place = try Self.place()
        let mac = seal.mac(Self.offer(Self.own), at: place)
        #expect(seal.fault(of: mac, Self.offer(Self.own), at: place) == nil)
        // Each section may name the certificate, and in either case of letters.
        #expect(seal.fault(of: mac, Self.offer("aa:bb", "AA:BB"), at: place) == nil)
    }

    struct Forgery: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var offer = SealTests.offer(SealTests.own)
        var kind = SessionDescription.Kind.offer
        var room = "kitchen"
        var from = "anna"
        var to = "me"
        var session: UInt64 = 1
        var key = SealTests.key
        var change: @Sendable (String) -> String? = { $0 }
        var fault = ProofFault.wrong

        static let all = [
            Forgery(testDescription: "another certificate", offer: offer(other)),
            Forgery(testDescription: "one more certificate", offer: offer(own, other)),
            Forgery(
                testDescription: "one more after a lone CR",
                offer: SessionDescription(kind: .offer, sdp: sdp(own) + "s=\r a=FINGERPRINT:sha-256 \(other)\n")
            ),
            Forgery(testDescription: "no certificate", offer: offer()),
            Forgery(testDescription: "an offer as an answer", kind: .answer),
            Forgery(testDescription: "another room", room: "cellar"),
            Forgery(testDescription: "somebody else's", from: "zoe"),
            Forgery(testDescription: "for somebody else", to: "zoe"),
            Forgery(testDescription: "sent back", from: "me", to: "anna"),
            Forgery(testDescription: "an earlier generation's", session: 2),
            Forgery(testDescription: "names that shift", from: "ann", to: "ame"),
            Forgery(testDescription: "another key", key: Array(UInt8(1)..<33)),
            Forgery(testDescription: "stripped", change: { _ in nil }, fault: .missing),
            Forgery(testDescription: "empty", change: { _ in "" }),
            Forgery(testDescription: "cut short", change: { String($0.dropLast(4)) }),
            Forgery(testDescription: "one bit off", change: { ($0.first == "A" ? "B" : "A") + $0.dropFirst() }),
            Forgery(testDescription: "not base64url", change: { "+" + $0.dropFirst() }),
            Forgery(testDescription: "long", change: { $0 + String(repeating: "A", count: 4_000) }),
        ]

        static func offer(_ fingerprints: String...) -> SessionDescription {
            SessionDescription(kind: .offer, sdp: "v=0\r\n" + fingerprints.map { SealTests.sdp($0) }.joined())
        }
    }

    @Test(arguments: Forgery.all)
    func forgeryIsRefused(_ forgery: Forgery) throws {
        let honest = try #require(Seal(Self.key))
        let mac = try #require(Seal(forgery.key)).mac(
            Self.offer(Self.own),
            at: try Self.place(forgery.room, from: forgery.from, to: forgery.to, forgery.session)
        )
        let arrived = SessionDescription(kind: forgery.kind, sdp: forgery.offer.sdp)
        #expect(honest.fault(of: forgery.change(mac), arrived, at: try Self.place()) == forgery.fault)
    }

    @Test func withoutAKeyThereIsNoSeal() {
        #expect(Seal(nil) == nil)
        #expect(Seal([]) == nil)
    }
}
