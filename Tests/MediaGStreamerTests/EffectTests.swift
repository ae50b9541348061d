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
            // Which nobody's file may use, and a test can have do what is wanted.
            let effect = try Effect(parsing: Array(text.utf8), allowing: ["identity"])
            return EffectSetting(id: pipeline, effect: effect)
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

        /// It is told while it still holds up the picture, and out when it lets go.
        @Test func oneThatStandsStillIsTold() async throws {
            let (media, recorder) = try await Self.start()
            let stuck = try Self.setting("identity sleep-time=3800000")
            await media.setEffects([stuck])
            let start = ContinuousClock.now
            for await event in media.events {
                guard case .effectEnded(let id, let end) = event else { continue }
                #expect(id == stuck.id && end == .tooSlow)
                break
            }
            #expect(ContinuousClock.now - start < .seconds(3.7))
            let before = recorder.seen.count
            #expect(await until { recorder.seen.count > before + 20 })
            await media.stop()
        }

        /// Breaks, says that it is at its end, cannot agree on a format, grows beyond all bounds, lets nothing through.
        @Test(arguments: [
            "identity error-after=10", "identity eos-after=10", "videocrop left=5000",
            "videobox left=-6000 top=-6000 ! gaussianblur sigma=20", "identity drop-probability=1",
        ])
        func oneThatBreaksEndsAndThePictureGoesOn(_ pipeline: String) async throws {
            let (media, recorder) = try await Self.start()
            let broken = try Self.setting(pipeline)
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

        @Test func whatGStreamerDoesNotTakeIsNamed() async throws {
            let parameter =
                "[Parameter x]\nLabel=x\nElement=videobalance\nProperty=colour\nType=double\nRange=0..2\nDefault=1"
            let misspelt = try Self.setting("videobalance", parameter)
            let fault = await EffectTrial.fault(of: misspelt.effect)
            #expect(fault == KeyFileError(line: 9, key: "Property", reason: "videobalance has no property “colour”"))
            let unknown = await EffectTrial.fault(of: try Self.setting("videobalance colour=1").effect)
            #expect(unknown?.line == 5 && unknown?.key == "Pipeline" && unknown?.reason.contains("colour") == true)
            let noNumber = await EffectTrial.fault(of: try Self.setting("videobalance saturation=much").effect)
            #expect(noNumber?.reason.contains("saturation") == true)
            #expect(await EffectTrial.fault(of: try Self.setting("videobalance saturation=1").effect) == nil)
            let media = GStreamerFactory().localMedia
            try await media.start(LocalMediaConfiguration(camera: .test(.green), microphone: nil, playsSound: false))
            await media.setEffects([misspelt])
            for await event in media.events {
                guard case .effectEnded(_, .failed(.engine(let words))) = event else { continue }
                #expect(words.contains("colour"))
                break
            }
            await media.stop()
        }
    }
}
