// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import Synchronization
import Testing

@testable import MediaGStreamer

/// Keeps what it gets.
private final class FrameKeeper: EncodedFrameSink {
    private let frames = Mutex<[EncodedFrame]>([])

    func receive(_ frame: EncodedFrame) { frames.withLock { $0.append(frame) } }

    var all: [EncodedFrame] { frames.withLock { $0 } }
    var pictures: [EncodedFrame] { all.filter { $0.format.codec.kind == .video } }
    var sounds: [EncodedFrame] { all.filter { $0.format.codec.kind == .audio } }
}

extension MediaTests {
    @Suite struct EncodedFrameTests {
        @Test(arguments: VideoCodec.allCases)
        func whatArrivesIsWhatWasEncodedAndNothingIsTakenOtherwise(_ codec: VideoCodec) async throws {
            let call = try await LoopbackCall(videoCodecs: [codec, .vp8])
            #expect(await until { call.alice.picture.seen.count > 5 })
            let (sent, arrived, own) = (FrameKeeper(), FrameKeeper(), FrameKeeper())
            call.bob.factory.localMedia.setEncodedFrameSink(sent)
            call.alice.factory.localMedia.setEncodedFrameSink(own)
            call.alice.connection.setEncodedFrameSink(arrived)
            #expect(await until { arrived.pictures.count > 40 && arrived.sounds.count > 40 && own.pictures.count > 10 })
            #expect(await until { arrived.pictures.contains(where: \.isKeyFrame) }, "it was asked for")
            #expect(await until { own.pictures.contains(where: \.isKeyFrame) }, "it was asked for")
            // Not encoded anew: byte for byte the same, but that H.264's marks may be of another length.
            let kinds: [EncodedFormat.Kind] = codec == .h264 ? [.audio] : [.audio, .video]
            let wanted = arrived.all.dropFirst(20).filter { kinds.contains($0.format.codec.kind) }.prefix(40)
            #expect(await until { Set(sent.all.map(\.bytes)).isSuperset(of: wanted.map(\.bytes)) })
            #expect(Set(arrived.pictures.map { $0.format.codec.rawValue }) == ["video/\(codec.rawValue)"])
            #expect(arrived.pictures.last?.format.size == VideoSize(width: 320, height: 240))
            #expect(Set(arrived.sounds.map { $0.format.codec }) == [.opus])
            for frames in [arrived.pictures, arrived.sounds, own.pictures, own.sounds] {
                #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.timestamp <= $1.timestamp })
            }
            // One clock: what comes at the same moment has about the same time.
            let ends = [arrived.pictures, arrived.sounds, own.pictures, own.sounds].compactMap(\.last?.timestamp)
            #expect((ends.max() ?? .zero) - (ends.min() ?? .zero) < .seconds(1), "\(ends)")
            call.alice.factory.localMedia.setEncodedFrameSink(nil)
            call.alice.connection.setEncodedFrameSink(nil)
            // Both are done on the media's actor, in a while.
            let shown = call.alice.picture.seen.count
            #expect(await until { call.alice.picture.seen.count > shown + 5 })
            let (before, ownBefore) = (arrived.all.count, own.all.count)
            #expect(await until { call.alice.picture.seen.count > shown + 20 })
            #expect(arrived.all.count == before && own.all.count == ownBefore)
            await call.close()
        }
    }
}
