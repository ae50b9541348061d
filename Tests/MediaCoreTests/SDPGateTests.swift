// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import MediaCore
import Testing

struct SDPGateTests {
    let gate = SDPGate()

    struct Expectation: Sendable, CustomTestStringConvertible {
        let fixture: SDPFixture
        let opus: UInt8
        let vp8: UInt8
        let rtx: UInt8?
        let audioSequence: UInt8?
        let videoSequence: UInt8?
        let hasData: Bool
        let ssrcs: [Int]

        var testDescription: String { fixture.rawValue }
    }

    @Test(arguments: [
        Expectation(
            fixture: .chromiumOffer,
            opus: 111,
            vp8: 96,
            rtx: 97,
            audioSequence: 3,
            videoSequence: 3,
            hasData: false,
            ssrcs: [1, 2]
        ),
        Expectation(
            fixture: .chromiumAnswer,
            opus: 111,
            vp8: 96,
            rtx: 97,
            audioSequence: 3,
            videoSequence: 3,
            hasData: false,
            ssrcs: [1, 2]
        ),
        Expectation(
            fixture: .chromiumDataOffer,
            opus: 111,
            vp8: 96,
            rtx: 97,
            audioSequence: 3,
            videoSequence: 3,
            hasData: true,
            ssrcs: [1, 2, 0]
        ),
        Expectation(
            fixture: .webrtcbinOffer,
            opus: 111,
            vp8: 96,
            rtx: 98,
            audioSequence: 3,
            videoSequence: 3,
            hasData: true,
            ssrcs: [2, 2, 0]
        ),
        Expectation(
            fixture: .firefoxLikeOffer,
            opus: 109,
            vp8: 120,
            rtx: 124,
            audioSequence: nil,
            videoSequence: 7,
            hasData: false,
            ssrcs: [1, 2]
        ),
    ])
    func realDescriptionsPassWithTheirNumbers(_ expected: Expectation) throws {
        let examined = try gate.examine(expected.fixture.description())
        let audio = try #require(examined.audio)
        let video = try #require(examined.video)
        let vp8 = try #require(video.chosenCodec())

        #expect(examined.kind == expected.fixture.kind)
        #expect(examined.fingerprints.count == 1)
        #expect(audio.chosenCodec()?.payloadType == expected.opus)
        #expect(vp8.payloadType == expected.vp8)
        #expect(video.retransmissionPayloadType(for: vp8) == expected.rtx)
        #expect(audio.transportWideCongestionControlID == expected.audioSequence)
        #expect(video.transportWideCongestionControlID == expected.videoSequence)
        #expect(video.hasFeedback("nack pli", for: vp8))
        #expect((examined.application != nil) == expected.hasData)
        #expect(examined.sections.map(\.ssrcs.count) == expected.ssrcs)
        #expect(audio.direction == .sendrecv && video.direction == .sendrecv)
    }

    @Test(arguments: SDPFixture.allCases)
    func aDescriptionWithoutCandidatesKeepsItsText(_ fixture: SDPFixture) throws {
        let description = try fixture.description()
        #expect(try gate.examine(description).sdp == description.sdp)
    }

    @Test func whetherMessagesMayComeAloneIsKnown() throws {
        let text = try SDPFixture.webrtcbinOffer.description()
        #expect(try gate.examine(text).video?.takesReducedSizeRTCP == true)
        let old = SessionDescription(kind: text.kind, sdp: text.sdp.replacing("a=rtcp-rsize", with: "a=x-rsize"))
        #expect(try gate.examine(old).video?.takesReducedSizeRTCP == false)
    }

    @Test func anAnswerTakesWhatTheOfferTakes() throws {
        let offer = try gate.examine(try SDPFixture.chromiumOffer.description())
        let answer = try SDPFixture.chromiumAnswer.description()
        let silent = answer.sdp.replacing("a=rtcp-rsize\r\n", with: "")
        let completed = offer.completing(answer: silent)
        let sections = try gate.examine(SessionDescription(kind: .answer, sdp: completed)).sections
        #expect(sections.map(\.takesReducedSizeRTCP) == [true, true])
        #expect(completed.replacing("a=rtcp-rsize\r\n", with: "") == silent)
        #expect(offer.completing(answer: answer.sdp) == answer.sdp, "not twice")
        let old = try SDPFixture.chromiumOffer.description().sdp.replacing("a=rtcp-rsize", with: "a=x-rsize")
        #expect(try gate.examine(SessionDescription(kind: .offer, sdp: old)).completing(answer: silent) == silent)
        #expect(offer.completing(answer: "") == "" && offer.completing(answer: "m=\r\nm=\r\nm=\r\n").count == 9)
    }

    @Test func candidatesAreTakenOutOfTheText() throws {
        let description = SmallSDP.replacing(
            "a=rtpmap:96",
            with: "a=candidate:1 1 udp 5 224.0.0.1 5000 typ host\na=end-of-candidates\na=rtpmap:96"
        )
        let examined = try gate.examine(description)
        #expect(!examined.sdp.contains("a=candidate"))
        #expect(!examined.sdp.contains("end-of-candidates"))
        #expect(examined.sdp.contains("a=mid:v\r\na=rtcp-mux\r\na=rtpmap:96 VP8/90000\r\n"))
        let candidate = IceCandidate(
            candidate: "candidate:1 1 udp 5 224.0.0.1 5000 typ host",
            sdpMid: "v",
            sdpMLineIndex: 1
        )
        #expect(examined.candidates == [candidate])
    }

    @Test func theFingerprintIsFoundAtEitherLevelAndInEitherCase() throws {
        let line = "a=fingerprint:\(SmallSDP.fingerprint)\n"
        let session = SmallSDP.offer.replacing(line, with: "").replacing("t=0 0\n", with: "t=0 0\n" + line)
        let lower = SmallSDP.offer.replacing(SmallSDP.fingerprint, with: SmallSDP.fingerprint.lowercased())
        let known = try #require(Fingerprint(attribute: SmallSDP.fingerprint))
        for sdp in [session, lower, SmallSDP.offer] {
            let examined = try gate.examine(SessionDescription(kind: .offer, sdp: sdp))
            #expect(examined.fingerprints == [known])
        }
    }

    @Test func aWeakFingerprintBesideAStrongOneIsForgotten() throws {
        let weak = "a=fingerprint:sha-1 " + Array(repeating: "00", count: 20).joined(separator: ":") + "\n"
        let examined = try gate.examine(SmallSDP.replacing("a=setup", with: weak + "a=setup"))
        #expect(examined.fingerprints.map(\.algorithm) == [.sha256])
    }

    @Test func aBundledSectionMayLeaveTheTransportToTheTaggedOne() throws {
        let parts = SmallSDP.offer.split(whole: "m=video 9")
        let video = "m=video 0" + parts[1].lines { !$0.hasPrefix("a=ice") && !$0.hasPrefix("a=finger") }
        let sdp = parts[0] + video + "a=bundle-only\n"
        let examined = try gate.examine(SessionDescription(kind: .offer, sdp: sdp))
        #expect(examined.video?.chosenCodec()?.payloadType == 96)

        let alone = sdp.replacing("a=group:BUNDLE a v\n", with: "a=group:BUNDLE a\n")
        #expect(try gate.examine(SessionDescription(kind: .offer, sdp: alone)).video == nil)
        let outside = alone.replacing("m=video 0", with: "m=video 9")
        #expect(throws: SDPError.missingAttribute("ice-ufrag", section: 1)) {
            try gate.examine(SessionDescription(kind: .offer, sdp: outside))
        }
    }

    @Test func aBundleHasOneTransportWhateverItsOfferHad() throws {
        let parts = SmallSDP.offer.split(whole: "m=video 9")
        let video = parts[1].replacing("ufrag:abcd", with: "ufrag:wxyz")
            .replacing("pwd:abcdefghijklmnopqrstuv", with: "pwd:zyxwvutsrqponmlkjihgfe")
        let own = "a=candidate:1 1 udp 5 192.0.2.7 5000 typ host\n"
        let sdp = parts[0] + own + "m=video 9" + video + own.replacing("5000", with: "6000")
        let examined = try gate.examine(SessionDescription(kind: .offer, sdp: sdp))
        #expect(!examined.sdp.contains("wxyz") && !examined.sdp.contains("zyxw"))
        #expect(examined.sdp.split(whole: "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\n").count == 3)
        #expect(examined.candidates.map(\.sdpMid) == ["a"])

        let alone = sdp.replacing("a=group:BUNDLE a v\n", with: "a=group:BUNDLE a\n")
        let separate = try gate.examine(SessionDescription(kind: .offer, sdp: alone))
        #expect(separate.sdp.contains("a=ice-ufrag:wxyz"))
        #expect(separate.candidates.map(\.sdpMid) == ["a", "v"])
    }

    @Test func rejectedSectionsAreToleratedAndNeedNothing() throws {
        let old = "m=video 0 UDP/TLS/RTP/SAVPF 0\nc=IN IP4 0.0.0.0\na=inactive\n"
        let examined = try gate.examine(SessionDescription(kind: .offer, sdp: SmallSDP.offer + old))
        #expect(examined.sections.map(\.isRejected) == [false, false, true])
        #expect(examined.video?.mid == "v")

        let deaf = SmallSDP.offer.replacing("m=audio 9", with: "m=audio 0")
        #expect(try gate.examine(SessionDescription(kind: .offer, sdp: deaf)).audio == nil)
    }

    @Test func anAnswerMustChooseItsRole() throws {
        let open = SessionDescription(kind: .answer, sdp: SmallSDP.offer)
        #expect(throws: SDPError.badAttribute("setup", value: "actpass", section: 0)) { try gate.examine(open) }
        for role in ["active", "passive"] {
            let sdp = SmallSDP.offer.replacing("actpass", with: role)
            #expect(throws: Never.self) { try gate.examine(SessionDescription(kind: .answer, sdp: sdp)) }
        }
    }
}
