// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import MediaCore
import PluginKit
import Testing

@testable import MediaGStreamer

extension MediaTests {
    struct VideoCodecTests {
        @Test(arguments: [VideoCodec.vp9, .h264])
        func picturesGoAndComeInAnyCodecAndFollowTheLadder(_ codec: VideoCodec) async throws {
            let call = try await LoopbackCall(videoCodecs: [codec, .vp8])
            #expect(call.offer.sdp.contains(" \(codec.rawValue)/90000"))
            #expect(!call.answer.sdp.contains("VP8/90000"))
            #expect(await until { call.alice.picture.seen.count > 30 && call.bob.picture.seen.count > 30 })
            #expect(call.alice.picture.seen.colour.isLike(.blue), "\(call.alice.picture.seen.colour)")
            #expect(call.bob.picture.seen.colour.isLike(.red), "\(call.bob.picture.seen.colour)")
            #expect(await call.alice.connection.statistics().codec == codec.rawValue)
            #expect(
                await until {
                    await Self.slow(call.alice); return await call.bob.height == 120
                }
            )
            await Self.rise(call.alice)
            #expect(await until { await call.bob.height == 240 })
            #expect(call.bob.picture.seen.colour.isLike(.red))
            #expect(call.alice.captureEvents == [])
            await call.close()
        }

        @Test func anAnswerTakesWhatWasOffered() async throws {
            let alice = try await Side(.offerer, colour: .red, tone: 440, videoCodecs: [.h264])
            let bob = try await Side(.answerer, colour: .blue, tone: 880, videoCodecs: [.vp8, .h264])
            let answer = try await bob.connection.createAnswer(to: try await alice.connection.createOffer())
            #expect(answer.sdp.contains("H264/90000"))
            #expect(answer.sdp.contains("profile-level-id=42e01f"))
            await alice.close()
            await bob.close()
        }

        @Test func whoHasNoneOfThemSaysSo() async throws {
            let alice = try await Side(.offerer, colour: .red, tone: 440, videoCodecs: [.vp9])
            let bob = try await Side(.answerer, colour: .blue, tone: 880, videoCodecs: [.vp8])
            let offer = try await alice.connection.createOffer()
            let silent = offer.sdp.replacing("OPUS/48000", with: "OPUS/8000")
            await #expect(throws: MediaError.noCommonCodec) {
                try await bob.connection.createAnswer(to: SessionDescription(kind: .offer, sdp: silent))
            }
            await alice.close()
            await bob.close()
        }

        @Test func whatIsInstalledWorks() async throws {
            #expect(VideoCodecs.installed == Set(VideoCodec.allCases))
            for codec in VideoCodec.allCases {
                #expect(try await VideoCodecs.encoder(codec).codec == codec)
            }
        }

        /// A peer that takes little joins.
        @MediaActor private static func slow(_ side: Side) {
            var allocator = BitrateAllocator()
            control(of: side)?.allow(allocator.video(target: 90_000, sent: 0, over: .zero), to: "slower")
        }

        @MediaActor private static func rise(_ side: Side) { control(of: side)?.forget("slower") }

        @MediaActor private static func control(of side: Side) -> EncoderControl? {
            (side.connection as? GStreamerPeerConnection)?.line.control
        }
    }
}

extension Side {
    /// Of the last picture that was decoded, in px.
    fileprivate var height: Int { get async { await connection.statistics().frameHeight } }
}
