// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import TestSupport
import Testing

@testable import MediaGStreamer

extension MediaTests {
    @Suite(.enabled(if: DesktopSession.isThere))
    struct DeviceTests {
        private func camera(_ node: String) -> MediaDevice {
            MediaDevice(id: DeviceID(node), name: node, kind: .camera, origin: .pipeWire(node: node))
        }

        @Test func cameraIsSeenReleasedAndSeenAgain() async throws {
            let node = "camera-1"
            let call = try await LoopbackCall()
            let media = call.alice.factory.localMedia
            for _ in 0..<3 {
                try await media.setCamera(camera(node))
                call.bob.picture.forget()
                #expect(await until { call.bob.picture.seen.changes > 30 })
                await media.setCameraEnabled(false)
                #expect(await until { call.bob.picture.seen.colour.isLike(.black) })
                await media.setCameraEnabled(true)
            }
            #expect(call.alice.captureEvents == [])
            await call.close()
        }

        @Test func absentCameraIsToldQuickly() async throws {
            let factory = GStreamerFactory()
            try await factory.localMedia.start(LocalMediaConfiguration(camera: nil, microphone: nil, playsSound: false))
            let start = ContinuousClock.now
            let error = await #expect(throws: MediaError.self) {
                try await factory.localMedia.setCamera(camera("nobody"))
            }
            #expect(error == .deviceAbsent(DeviceID("nobody")))
            #expect(ContinuousClock.now - start < .seconds(3))
            await factory.localMedia.stop()
        }

        @Test func unpluggedCameraIsReportedAndBlack() async throws {
            // One of its own, which no other test looks at.
            let node = "camera-to-unplug"
            try DesktopSession.run("add_camera('\(node)', 'Camera to unplug', 'c0a020')")
            let call = try await LoopbackCall()
            try await call.alice.factory.localMedia.setCamera(camera(node))
            #expect(await until { call.bob.picture.seen.changes > 30 })
            try DesktopSession.run("remove('\(node)')")
            #expect(await until { call.alice.captureEvents.contains(.cameraLost(DeviceID(node))) })
            #expect(await until { call.bob.picture.seen.colour.isLike(.black) })
            try await call.alice.factory.localMedia.setCamera(.test(.green))
            #expect(await until { call.bob.picture.seen.colour.isLike(.green) })
            await call.close()
        }

        @Test func microphoneIsHeardAndTheSpeakerPlays() async throws {
            let call = try await LoopbackCall(playsSound: true)
            let microphone = MediaDevice(
                id: DeviceID("test-microphone"),
                name: "Test Microphone",
                kind: .microphone,
                origin: .pulse(device: "test-microphone")
            )
            try await call.alice.factory.localMedia.setMicrophone(microphone)
            #expect(await until { call.bob.sound.share(of: 440, length: 24_000) > 0.9 })
            try await Task.sleep(for: .seconds(4))
            #expect(call.bob.captureEvents == [])
            await call.close()
        }
    }
}
