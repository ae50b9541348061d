// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import TestSupport
import Testing

/// Which codecs a connection is told to use.
@MainActor
struct VideoCodecTests {
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ([.vp8], [.vp8], [.vp8, .vp9]),
            ([.vp8, .vp9], [.vp9, .vp8], [.vp8, .vp9]),
            ([.vp8, .vp9, .h264], [.vp9, .vp8, .h264], [.vp8, .vp9, .h264]),
        ] as [(Set<VideoCodec>, [VideoCodec], [VideoCodec])]
    )
    func theFirstChoiceIsOfferedToThoseWhoHaveIt(
        _ theirs: Set<VideoCodec>,
        _ offered: [VideoCodec],
        _ answered: [VideoCodec]
    ) async throws {
        let signaling = InMemorySignaling()
        var options = CaptureOptions()
        options.videoCodec = .vp9
        let anna = Stage(signaling, seed: 1, options: options, videoCodecs: [.vp8, .vp9, .h264])
        let ben = Stage(signaling, seed: 2, videoCodecs: theirs)
        try anna.join()
        await anna.until { if case .joined = $0.phase { true } else { false } }
        try ben.join()
        await anna.until { !$0.participants.isEmpty }
        await ben.until { !$0.participants.isEmpty }
        await anna.eventually { !anna.factory.connections.isEmpty }
        await ben.eventually { !ben.factory.connections.isEmpty }
        #expect(anna.factory.connections.first?.configuration.videoCodecs == offered)
        let expected = answered.filter(theirs.contains)
        #expect(ben.factory.connections.first?.configuration.videoCodecs == expected)
    }
}
