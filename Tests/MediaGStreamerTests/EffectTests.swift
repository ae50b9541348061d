// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import Testing

@testable import MediaGStreamer

extension MediaTests {
    /// Effects on our own picture, which the self view shows.
    @Suite struct EffectTests {
        private static func setting(_ pipeline: String, _ parameters: String = "") throws -> EffectSetting {
            let text = "[Effect]\nName=x\nKind=video\nApiVersion=1\nPipeline=\(pipeline)\n\(parameters)"
            return EffectSetting(id: pipeline, effect: try Effect(parsing: Array(text.utf8)))
        }

        private static func start() async throws -> (any LocalMedia, PictureRecorder) {
            let media = GStreamerFactory().localMedia
            let recorder = PictureRecorder()
            media.setSelfViewSink(recorder)
            try await media.start(LocalMediaConfiguration(camera: .test(.green), microphone: nil, playsSound: false))
            #expect(await until { recorder.seen.colour.isLike(.green) })
            return (media, recorder)
        }

        @Test func anEffectComesAndGoesWithoutAGap() async throws {
            let (media, recorder) = try await Self.start()
            await media.setEffects([try Self.setting("videobalance saturation=0")])
            #expect(
                await until {
                    let colour = recorder.seen.colour
                    return abs(colour.red - colour.green) < 20 && abs(colour.green - colour.blue) < 20
                }
            )
            let before = recorder.seen.count
            await media.setEffects([])
            #expect(await until { recorder.seen.colour.isLike(.green) && recorder.seen.count > before })
            await media.stop()
        }

        @Test func aParameterChangesWhileItRuns() async throws {
            let (media, recorder) = try await Self.start()
            let parameter =
                "[Parameter saturation]\nLabel=x\nElement=videobalance\nProperty=saturation\nType=double\nRange=0..2\nDefault=1"
            var setting = try Self.setting("videobalance", parameter)
            await media.setEffects([setting])
            setting.values["saturation"] = .number(0)
            await media.setEffects([setting])
            #expect(await until { abs(recorder.seen.colour.red - recorder.seen.colour.green) < 20 })
            await media.stop()
        }

        @Test func oneThatIsTooSlowEnds() async throws {
            let (media, recorder) = try await Self.start()
            let slow = try Self.setting("identity sleep-time=30000")
            await media.setEffects([slow])
            for await event in media.events {
                if case .effectEnded(let id, let end) = event {
                    #expect(id == slow.id)
                    #expect(end == .tooSlow)
                    break
                }
            }
            let before = recorder.seen.count
            #expect(await until { recorder.seen.count > before + 20 })
            await media.stop()
        }

        @Test func oneThatBreaksEndsAndThePictureGoesOn() async throws {
            let (media, recorder) = try await Self.start()
            let broken = try Self.setting("identity error-after=10")
            await media.setEffects([broken])
            for await event in media.events {
                guard case .effectEnded(let id, .failed) = event else { continue }
                #expect(id == broken.id)
                break
            }
            let before = recorder.seen.count
            #expect(await until { recorder.seen.count > before + 20 && recorder.seen.colour.isLike(.green) })
            await media.stop()
        }
    }
}
