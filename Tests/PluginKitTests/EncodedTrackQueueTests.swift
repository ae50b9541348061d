// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Testing

@testable import PluginKit

/// Between a call and a sink that may be slow.
struct EncodedTrackQueueTests {
    private static let vp8 = EncodedFormat(.vp8, caps: "video/x-vp8")
    private static let vp9 = EncodedFormat(.vp9, caps: "video/x-vp9")
    private static let opus = EncodedFormat(.opus, caps: "audio/x-opus")

    private static func frame(_ format: EncodedFormat, isKey: Bool = true, bytes: Int = 1) -> EncodedFrame {
        EncodedFrame(format: format, bytes: Array(repeating: 0, count: bytes), timestamp: .zero, isKeyFrame: isKey)
    }

    /// What happens, without what is in it.
    private static func words(_ events: [EncodedTrackEvent]) -> [String] {
        events.map { event in
            switch event {
            case .began(let track): "began \(track.id.number) \(track.format.codec)"
            case .frame(let frame, let id): "\(frame.isKeyFrame ? "key" : "frame") \(id.number)"
            case .dropped(let count, let id): "dropped \(id.number) \(count)"
            case .ended(let id): "ended \(id.number)"
            }
        }
    }

    @Test func itIsKnownHowLongAgoAPictureWasThatStandsAlone() {
        let queue = EncodedTrackQueue()
        let (inlet, other) = (queue.inlet(for: .own(name: nil)), queue.inlet(for: .own(name: nil)))
        func put(_ format: EncodedFormat, _ second: Int, isKey: Bool) {
            inlet.receive(
                EncodedFrame(format: format, bytes: [0], timestamp: .seconds(second), isKeyFrame: isKey)
            )
        }
        put(Self.opus, 5, isKey: true)
        #expect(inlet.keyFrameAge == nil, "sound alone can begin anywhere")
        // Before the first one it counts from the first picture.
        put(Self.vp8, 10, isKey: false)
        put(Self.vp8, 12, isKey: false)
        #expect(inlet.keyFrameAge == .seconds(2))
        put(Self.vp8, 13, isKey: true)
        #expect(inlet.keyFrameAge == .zero)
        put(Self.vp8, 17, isKey: false)
        put(Self.opus, 18, isKey: true)
        #expect(inlet.keyFrameAge == .seconds(4))
        #expect(other.keyFrameAge == nil)
        inlet.close()
        #expect(inlet.keyFrameAge == nil)
    }

    @Test func eachKindOfASenderIsATrackAndAnotherCodecAnotherOne() {
        let queue = EncodedTrackQueue()
        let inlet = queue.inlet(for: .own(name: nil))
        for frame in [
            Self.frame(Self.vp8), Self.frame(Self.opus), Self.frame(Self.vp8, isKey: false), Self.frame(Self.vp9),
        ] {
            inlet.receive(frame)
        }
        #expect(
            Self.words(queue.takeAll()) == [
                "began 1 vp8", "key 1", "began 2 opus", "key 2", "frame 1", "ended 1", "began 3 vp9", "key 3",
            ]
        )
        inlet.close()
        inlet.receive(Self.frame(Self.opus))
        #expect(Set(Self.words(queue.takeAll())) == ["ended 2", "ended 3"])
    }

    @Test func whatDoesNotFitIsDroppedUpToAKeyFrame() {
        let queue = EncodedTrackQueue()
        let inlet = queue.inlet(for: .own(name: nil))
        let half = EncodedTrackQueue.byteLimit / 2
        inlet.receive(Self.frame(Self.vp8, bytes: half))
        inlet.receive(Self.frame(Self.vp8, isKey: false, bytes: half))
        inlet.receive(Self.frame(Self.vp8, isKey: false, bytes: half))
        #expect(Self.words(queue.takeAll()) == ["began 1 vp8", "key 1", "frame 1"])
        // There is room again, but what follows refers to what is missing.
        inlet.receive(Self.frame(Self.vp8, isKey: false))
        #expect(queue.takeAll().isEmpty)
        inlet.receive(Self.frame(Self.vp8))
        inlet.receive(Self.frame(Self.vp8, isKey: false))
        #expect(Self.words(queue.takeAll()) == ["dropped 1 2", "key 1", "frame 1"])
    }

    @Test func manySmallFramesHaveALimitToo() {
        let queue = EncodedTrackQueue()
        let inlet = queue.inlet(for: .own(name: nil))
        for _ in 0..<EncodedTrackQueue.frameLimit + 10 { inlet.receive(Self.frame(Self.opus)) }
        inlet.close()
        let words = Self.words(queue.takeAll())
        #expect(words.filter { $0 == "key 1" }.count == EncodedTrackQueue.frameLimit)
        #expect(words.suffix(2) == ["dropped 1 10", "ended 1"])
    }

    @Test func theReaderGetsEverythingUpToTheEnd() async {
        let queue = EncodedTrackQueue()
        let inlet = queue.inlet(for: .own(name: nil))
        let reader = Task {
            var events: [EncodedTrackEvent] = []
            await queue.forEachBatch { events += $0 }
            return events
        }
        for _ in 0..<100 {
            inlet.receive(Self.frame(Self.opus))
            await Task.yield()
        }
        queue.finish()
        inlet.receive(Self.frame(Self.opus))
        let words = Self.words(await reader.value)
        #expect(words.filter { $0 == "key 1" }.count == 100)
        #expect(words.last == "ended 1")
    }
}
