// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import Testing

@testable import MediaGStreamer

extension MediaTests {
    @Suite struct LocalMediaTests {
        @Test func muteSilencesAndUnmuteBringsTheToneBack() async throws {
            let call = try await LoopbackCall()
            #expect(await until { call.bob.sound.share(of: 440, length: 24_000) > 0.9 })
            await call.alice.factory.localMedia.setMicrophoneEnabled(false)
            #expect(await until { call.bob.sound.loudness(length: 12_000) < -60 })
            await call.alice.factory.localMedia.setMicrophoneEnabled(true)
            #expect(await until { call.bob.sound.share(of: 440, length: 24_000) > 0.9 })
            #expect(call.alice.states == [.connecting, .connected])
            await call.close()
        }

        @Test func anotherCameraIsTheSameStream() async throws {
            let call = try await LoopbackCall()
            #expect(await until { call.bob.picture.seen.colour.isLike(.red) })
            // Sound may come after the picture, and its source with it.
            #expect(await until { (try? await call.bob.sources().count) == 2 })
            let before = try await call.bob.sources()
            try await call.alice.factory.localMedia.setCamera(.test(.green))
            #expect(await until { call.bob.picture.seen.colour.isLike(.green) })
            call.bob.picture.forget()
            #expect(await until { call.bob.picture.seen.count > 20 })
            #expect(call.bob.picture.seen.changes > 10)
            #expect(call.bob.picture.seen.colour.isLike(.green))
            #expect(try await call.bob.sources() == before)
            #expect(call.bob.picture.seen.times == call.bob.picture.seen.times.sorted())
            #expect(call.alice.captureEvents == [])
            await call.close()
        }

        @Test func cameraOffIsBlackAndOnIsThePictureAgain() async throws {
            let call = try await LoopbackCall()
            #expect(await until { call.bob.picture.seen.colour.isLike(.red) })
            await call.alice.factory.localMedia.setCameraEnabled(false)
            #expect(await until { call.bob.picture.seen.colour.isLike(.black) })
            call.bob.picture.forget()
            #expect(await until { call.bob.picture.seen.count > 3 }, "black keeps flowing")
            #expect(call.bob.picture.seen.colour.isLike(.black))
            await call.alice.factory.localMedia.setCameraEnabled(true)
            #expect(await until { call.bob.picture.seen.colour.isLike(.red) })
            #expect(call.bob.states == [.connecting, .connected])
            await call.close()
        }

        @Test func aMicrophoneThatEndsGivesWayToSilence() async throws {
            let graph = try await CallGraph(LocalMediaConfiguration(camera: nil, microphone: nil)) { _, _ in }
            let line = try await CaptureLine(kind: "microphone", graph: graph, input: graph.audioSwitch)
            let sound = FlowMeter()
            try await graph.encodedAudio.pad("sink").onBuffer { _ in
                sound.count()
                return true
            }
            let brief = CaptureDescription(
                graph: "audiotestsrc name=source is-live=true samplesperbuffer=480 num-buffers=50"
                    + " ! capsfilter caps=\(GraphDescription.rawSound)",
                properties: [:],
                element: "audiotestsrc"
            )
            try await line.open(brief, id: DeviceID("brief"))
            #expect(await until { await line.silence ?? 0 > 1_000_000_000 })
            await line.close()
            let closed = GStreamerLibrary.now
            #expect(await until { sound.last > closed })
            await graph.stop()
        }

        /// What is said, loudness left out, until something is and everything that the pipeline told of by then is read.
        private static func events(
            of media: GStreamerLocalMedia,
            until last: LocalMediaEvent
        ) async -> [LocalMediaEvent] {
            var (events, levels, levelsAfter): ([LocalMediaEvent], Int, Int) = ([], 0, 0)
            for await event in media.events {
                if case .microphoneLevel = event {
                    levels += 1
                    levelsAfter += events.contains(last) ? 1 : 0
                } else {
                    events.append(event)
                }
                // Ten come in a second.
                if levelsAfter == 3 || levels == 200 { break }
            }
            return events
        }

        @Test func aCameraThatBreaksIsToldOnce() async throws {
            let media = GStreamerLocalMedia()
            let configuration = LocalMediaConfiguration(camera: nil, microphone: .test(440), playsSound: false)
            try await media.start(configuration)
            // Its own error, and then its source's, whose pictures nobody takes any more.
            let breaking = CaptureDescription(
                graph:
                    "videotestsrc name=source is-live=true ! identity error-after=30 ! \(PictureFormat(configuration).converted)",
                properties: [:],
                element: "videotestsrc"
            )
            try await media.running?.camera.open(breaking, id: DeviceID("breaking"))
            let lost = LocalMediaEvent.cameraLost(DeviceID("breaking"))
            #expect(await Self.events(of: media, until: lost) == [lost])
            await media.stop()
        }

        @Test func aCameraThatCannotBeOpenedIsToldOnce() async throws {
            let media = GStreamerLocalMedia()
            let broken = MediaDevice(
                id: DeviceID("broken"),
                name: "Broken",
                kind: .camera,
                origin: .v4l2(path: "/dev/null")
            )
            try await media.start(LocalMediaConfiguration(camera: broken, microphone: .test(440), playsSound: false))
            let busy = LocalMediaEvent.failed(.deviceBusy(DeviceID("broken")))
            #expect(await Self.events(of: media, until: busy) == [busy])
            await media.stop()
        }

        @Test func anotherMicrophoneIsHeard() async throws {
            let call = try await LoopbackCall()
            #expect(await until { call.bob.sound.share(of: 440, length: 24_000) > 0.9 })
            try await call.alice.factory.localMedia.setMicrophone(.test(660))
            #expect(await until { call.bob.sound.share(of: 660, length: 24_000) > 0.9 })
            try await call.alice.factory.localMedia.setMicrophone(nil)
            #expect(await until { call.bob.sound.loudness(length: 12_000) < -60 })
            await call.close()
        }

        @Test func selfViewShowsTheCameraAndThenBlack() async throws {
            let factory = GStreamerFactory()
            let media = factory.localMedia
            let picture = PictureRecorder()
            media.setSelfViewSink(picture)
            try await media.start(LocalMediaConfiguration(camera: .test(.green), microphone: nil, playsSound: false))
            #expect(await until { picture.seen.colour.isLike(.green) })
            #expect(picture.seen.width == 640 && picture.seen.height == 480)
            await media.setCameraEnabled(false)
            #expect(await until { picture.seen.colour.isLike(.black) })
            media.setSelfViewSink(nil)
            await media.stop()
        }

        @Test func loudnessOfTheMicrophoneIsReported() async throws {
            let factory = GStreamerFactory()
            let media = factory.localMedia
            try await media.start(
                LocalMediaConfiguration(
                    camera: nil,
                    microphone: .test(440),
                    isMicrophoneEnabled: false,
                    playsSound: false
                )
            )
            var levels: [Double] = []
            for await event in media.events {
                if case .microphoneLevel(let level) = event { levels.append(level) }
                if levels.count == 5 { break }
            }
            #expect(
                levels.last.map { $0 > -20 && $0 < -10 } == true,
                "muted people are told that they speak: \(levels)"
            )
            await media.stop()
        }

        @Test func absentCameraIsSaidAndTheCallGoesOn() async throws {
            let factory = GStreamerFactory()
            let media = factory.localMedia
            let absent = MediaDevice(
                id: DeviceID("gone"),
                name: "Gone",
                kind: .camera,
                origin: .v4l2(path: "/dev/video-that-is-not-there")
            )
            try await media.start(LocalMediaConfiguration(camera: absent, microphone: nil, playsSound: false))
            let error = await #expect(throws: MediaError.self) { try await media.setCamera(absent) }
            #expect(error == .deviceAbsent(DeviceID("gone")))
            try await media.setCamera(.test(.red))
            let picture = PictureRecorder()
            media.setSelfViewSink(picture)
            #expect(await until { picture.seen.colour.isLike(.red) })
            await media.stop()
        }
    }
}
