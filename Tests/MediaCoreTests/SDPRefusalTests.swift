// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import MediaCore
import Testing

struct SDPRefusalTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let text: String
        let other: String
        let error: SDPError

        init(_ text: String, _ other: String, _ error: SDPError) {
            self.text = text
            self.other = other
            self.error = error
        }

        var testDescription: String { "\(text.prefix(30)) -> \(other.prefix(30))" }
    }

    @Test(arguments: [
        Refusal("v=0\n", "", .malformedLine(line: 1, text: "o=- 1 2 IN IP4 127.0.0.1")),
        Refusal("v=0", "v=1", .malformedLine(line: 1, text: "v=1")),
        Refusal("s=-", "hello", .malformedLine(line: 3, text: "hello")),
        Refusal("s=-", "S=-", .malformedLine(line: 3, text: "S=-")),
        Refusal("s=-", "s=\u{0}", .controlCharacter(line: 3, byte: 0)),
        Refusal("s=-", "s=\r-", .controlCharacter(line: 3, byte: 13)),
        Refusal("s=-", "s=\t", .controlCharacter(line: 3, byte: 9)),
        Refusal("s=-", "s=\u{7F}", .controlCharacter(line: 3, byte: 127)),
        Refusal("a=rtcp-mux\n", "", .missingKind(.audio)),
        Refusal("m=audio 9", "m=video 9", .missingKind(.audio)),
        Refusal("m=audio", "m=text", .badAttribute("m-line", value: "text 9 UDP/TLS/RTP/SAVPF 111", section: 0)),
        Refusal(
            "m=audio 9",
            "m=audio 99999",
            .badAttribute("m-line", value: "audio 99999 UDP/TLS/RTP/SAVPF 111", section: 0)
        ),
        Refusal("UDP/TLS/RTP/SAVPF", "RTP/AVP", .badProtocol("RTP/AVP", section: 0)),
        Refusal("a=mid:v", "a=mid:a", .duplicateMid("a")),
        Refusal("a=mid:v\n", "", .missingAttribute("mid", section: 1)),
        Refusal("a=ice-ufrag:abcd\n", "", .missingAttribute("ice-ufrag", section: 0)),
        Refusal("a=ice-pwd:abcdefghijklmnopqrstuv\n", "", .missingAttribute("ice-pwd", section: 0)),
        Refusal("ufrag:abcd", "ufrag:abc", .badAttribute("ice-ufrag", value: "abc", section: 0)),
        Refusal("ufrag:abcd", "ufrag:ab cd", .badAttribute("ice-ufrag", value: "ab cd", section: 0)),
        Refusal("a=setup:actpass\n", "", .missingAttribute("setup", section: 0)),
        Refusal("setup:actpass", "setup:holdconn", .badAttribute("setup", value: "holdconn", section: 0)),
        Refusal("a=fingerprint:\(SmallSDP.fingerprint)\n", "", .missingAttribute("fingerprint", section: 0)),
        Refusal("sha-256", "sha-1", .weakFingerprint(section: 0)),
        Refusal(SmallSDP.fingerprint, "sha-256 AB", .badAttribute("fingerprint", value: "sha-256 AB", section: 0)),
        Refusal("SAVPF 96", "SAVPF 128", .badAttribute("payload type", value: "128", section: 1)),
        Refusal("SAVPF 96", "SAVPF +6", .badAttribute("payload type", value: "+6", section: 1)),
        Refusal("VP8/90000", "VP8", .badAttribute("rtpmap", value: "VP8", section: 1)),
        Refusal("VP8/90000", "VP8/0", .badAttribute("rtpmap", value: "VP8/0", section: 1)),
    ])
    func whatIsWrongIsSaid(_ refusal: Refusal) {
        let description =
            refusal.error == .missingKind(.audio)
            ? SessionDescription(kind: .offer, sdp: "v=0\nm=video" + SmallSDP.offer.split(whole: "m=video")[1])
            : SmallSDP.replacing(refusal.text, with: refusal.other)
        #expect(throws: refusal.error) { try SDPGate().examine(description) }
    }

    @Test func sectionsOfTwoCertificatesAreRefused() {
        let parts = SmallSDP.offer.split(whole: "m=video")
        let video = parts[1].replacing(SmallSDP.fingerprint, with: SmallSDP.otherFingerprint)
        let description = SessionDescription(kind: .offer, sdp: parts[0] + "m=video" + video)
        #expect(throws: SDPError.fingerprintsDiffer(section: 1)) { try SDPGate().examine(description) }
    }

    @Test func twoLiveSectionsOfAKindAreRefused() {
        let again = "m=video" + SmallSDP.offer.split(whole: "m=video")[1].replacing("a=mid:v", with: "a=mid:w")
        #expect(throws: SDPError.duplicateKind(.video)) {
            try SDPGate().examine(SessionDescription(kind: .offer, sdp: SmallSDP.offer + again))
        }
    }

    @Test func nothingLiveIsRefused() {
        let sdp = SmallSDP.offer.replacing("m=audio 9", with: "m=audio 0").replacing("m=video 9", with: "m=video 0")
        #expect(throws: SDPError.nothingActive) {
            try SDPGate().examine(SessionDescription(kind: .offer, sdp: sdp))
        }
    }

    @Test func excessIsRefused() {
        let long = String(repeating: "x", count: 3_000)
        #expect(throws: SDPError.lineTooLong(line: 3, bytes: 3_002, limit: 2_048)) {
            try SDPGate().examine(SmallSDP.replacing("s=-", with: "s=\(long)"))
        }
        #expect(throws: SDPError.tooManyLines(limit: 2_000)) {
            let many = String(repeating: "a=x\n", count: 3_000)
            _ = try SDPGate().examine(SmallSDP.replacing("s=-\n", with: many))
        }
        #expect(throws: SDPError.tooManySections(limit: 16)) {
            let many = String(repeating: "m=video 0 RTP/SAVPF 0\n", count: 20)
            _ = try SDPGate().examine(SessionDescription(kind: .offer, sdp: SmallSDP.offer + many))
        }
        let huge = String(repeating: "x", count: 70_000)
        #expect(throws: SDPError.tooLarge(bytes: 70_000, limit: 65_536)) {
            try SDPGate().examine(SessionDescription(kind: .offer, sdp: huge))
        }
    }

    @Test(arguments: ["", "\n", "v=0", "v=0\nm=", "v=0\nm=audio", "m=audio 9 RTP/SAVPF 0"])
    func scrapsAreRefused(_ sdp: String) {
        #expect(throws: SDPError.self) { try SDPGate().examine(SessionDescription(kind: .offer, sdp: sdp)) }
    }

    @Test func anErrorQuotesLittleOfWhatThePeerWrote() {
        let error = #expect(throws: SDPError.self) {
            try SDPGate().examine(SmallSDP.replacing("s=-", with: String(repeating: "é", count: 900)))
        }
        #expect((error?.description.utf8.count ?? 999) < 200)
    }
}
