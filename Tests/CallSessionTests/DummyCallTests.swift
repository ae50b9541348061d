// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import DummyPlugin
import JoomModel
import PluginKit
import Testing

@MainActor
@Suite(.timeLimit(.minutes(1)))
struct DummyCallTests {
    @Test func theEchoShowsOurPicture() async throws {
        final class Sink: VideoSink {
            let seen: AsyncStream<[UInt8]>
            private let report: AsyncStream<[UInt8]>.Continuation

            init() { (seen, report) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

            func render(_ frame: VideoFrame) {
                frame.owner.withBytes { bytes in
                    let last = frame.stride * frame.height - 3
                    report.yield((0..<3).map { bytes.unsafeLoad(fromByteOffset: last + $0, as: UInt8.self) })
                }
            }
        }
        let controller = CallController(registry: PluginRegistry([DummyPlugin()]))
        let sink = Sink()
        controller.join(room: try RoomName("test"), server: Stage.server)
        for await snapshot in controller.snapshots() {
            guard let echo = snapshot.participants.first, echo.connection == .connected else { continue }
            controller.setVideoSink(sink, for: echo.id)
            break
        }
        for await pixel in sink.seen where pixel == [0xe6, 0x61, 0x00] { break }
        controller.selectCamera(.device(DummyDevices.camera2.id))
        for await pixel in sink.seen where pixel == [0x1c, 0x71, 0xd8] { break }
        controller.setCameraEnabled(false)
        for await pixel in sink.seen where pixel == [0, 0, 0] { break }
        #expect(controller.snapshot.participants.first?.name == "Echo")
        #expect(controller.snapshot.participants.first?.pictureSize == .init(width: 640, height: 480))
        await controller.shutDown()
        #expect(controller.snapshot.phase == .ended(.left))
    }

    @Test func theMicrophoneHearsTheTestSound() async throws {
        let controller = CallController(registry: PluginRegistry([DummyPlugin()]))
        await controller.startPreview()
        // Again and again: on a busy machine a second may pass before anybody looks.
        let player = Task {
            while !Task.isCancelled {
                controller.playTestSound()
                try? await Task.sleep(for: .milliseconds(300))
            }
        }
        for await snapshot in controller.snapshots() where snapshot.microphoneLevel == DummyLocalMedia.testSoundLevel {
            break
        }
        player.cancel()
        for await snapshot in controller.snapshots() where snapshot.microphoneLevel == -20 { break }
        #expect(controller.snapshot.notices == [])
        await controller.shutDown()
    }
}
