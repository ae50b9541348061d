// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import MediaCore
import Testing

/// Which of a browser's many codecs is taken.
struct VideoCodecTests {
    private func video(_ description: SessionDescription) throws -> MediaSection {
        try #require(try SDPGate().examine(description).video)
    }

    @Test(
        arguments: [
            ([.vp8], 96), ([.vp9], 98), ([.h264], 108), ([.h264, .vp8], 108), ([.vp9, .h264, .vp8], 98), ([], nil),
        ] as [([VideoCodec], UInt8?)]
    )
    func theFirstOfOursThatFitsIsTaken(_ preferred: [VideoCodec], _ expected: UInt8?) throws {
        let video = try video(try SDPFixture.chromiumDataOffer.description())
        let chosen = video.chosenCodec(among: preferred)
        #expect(chosen?.payloadType == expected)
        #expect(chosen?.video == preferred.first)
    }

    @Test(
        arguments: [
            ("VP9/90000", "", .vp9), ("VP9/90000", "profile-id=0", .vp9), ("VP9/90000", "profile-id=2", nil),
            ("vp8/90000", "", .vp8), ("VP8/48000", "", nil), ("AV1/90000", "", nil),
            ("H264/90000", "packetization-mode=1;profile-level-id=42e01f", .h264),
            ("H264/90000", "profile-level-id=42001f;packetization-mode=1", .h264),
            ("H264/90000", "packetization-mode=1", .h264), ("H264/90000", "profile-level-id=42e01f", nil),
            ("H264/90000", "packetization-mode=1;profile-level-id=640c1f", nil),
            ("H264/90000", "packetization-mode=1;profile-level-id=42", nil),
            ("H264/90000", "packetization-mode=1;profile-level-id=42é1f", nil),
        ] as [(String, String, VideoCodec?)]
    )
    func formsThatWeDoNotSpeakAreNone(_ map: String, _ parameters: String, _ expected: VideoCodec?) throws {
        let fmtp = parameters.isEmpty ? "" : "\na=fmtp:96 \(parameters)"
        let section = try video(SmallSDP.replacing("a=rtpmap:96 VP8/90000", with: "a=rtpmap:96 \(map)\(fmtp)"))
        #expect(section.codecs.first?.video == expected)
        #expect((section.chosenCodec(among: VideoCodec.allCases) != nil) == (expected != nil))
    }
}
