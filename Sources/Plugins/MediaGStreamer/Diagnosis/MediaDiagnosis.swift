// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
public import JoomModel
import PluginKit
import Synchronization

/// Tries out what calls rest on, one thing at a time, for somebody who wants to know why they do not work.
public enum MediaDiagnosis {
    /// What a trial of the encoder gave.
    public struct EncoderSpeed: Hashable, Sendable {
        /// What was encoded into.
        public let codec: VideoCodec
        /// Of the pictures, in px.
        public let width: Int
        /// Of the pictures, in px.
        public let height: Int
        /// Pictures per second, as fast as it can; nil when it gave none.
        public let framesPerSecond: Double?
    }

    /// Whether what the speaker plays can be heard on its monitor.
    public enum SpeakerLoop: Hashable, Sendable {
        /// It can; how loud, in dBFS.
        case heard(Double)
        /// It plays, and nothing is heard: a volume of nothing, or a broken link.
        case silent
        /// There is no speaker, or no sound server.
        case unavailable(String)
    }

    /// GStreamer's version as major, minor, micro.
    public static var version: [Int] { GStreamerLibrary.version }

    /// What pictures can be encoded into here, in the order in which a person chooses.
    public static var videoCodecs: [VideoCodec] { VideoCodec.allCases.filter(VideoCodecs.installed.contains) }

    /// Encodes a short film as a call would, as fast as it goes, with the encoder that a call would take.
    public static func encoderSpeed(_ codec: VideoCodec = .vp8, width: Int, height: Int) async -> EncoderSpeed {
        let speed = await measureEncoder(codec, width: width, height: height)
        return EncoderSpeed(codec: codec, width: width, height: height, framesPerSecond: speed)
    }

    /// Plays a quiet tone on a speaker, for a second and a half, and listens to what it plays.
    public static func speakerLoop(of speaker: MediaDevice) async -> SpeakerLoop {
        guard case .pulse(let device) = speaker.origin else { return .unavailable("it is none of PulseAudio's") }
        return await listen(to: device)
    }

    // MARK: Inside

    private static let film = 90

    @MediaActor private static func measureEncoder(_ codec: VideoCodec, width: Int, height: Int) async -> Double? {
        guard let kind = try? await VideoCodecs.encoder(codec) else { return nil }
        var configuration = LocalMediaConfiguration(camera: nil, microphone: nil)
        (configuration.width, configuration.height) = (width, height)
        let picture = PictureFormat(configuration)
        let description = """
            videotestsrc num-buffers=\(film) pattern=ball motion=sweep ! \(picture.caps),framerate=30/1
            ! \(kind.description(bitrate: picture.startBitrate)) ! fakesink sync=false async=false
            """
        guard let pipeline = try? Pipeline(description) else { return nil }
        defer {
            pipeline.element.setState(.null)
            pipeline.stopMessages()
        }
        // Every picture, as good as a call on a good network has it.
        guard let encoder = try? pipeline.element.child("encoder") else { return nil }
        if codec != .h264 { encoder.set("dropframe-threshold", text: "0") }
        encoder.set(kind.rateProperty, text: String(kind.rate(picture.maximumBitrate)))
        for (property, value) in kind.detail(picture.isDetailed) { encoder.set(property, text: value) }
        // Only what the encoder takes: to paint the film takes as long again.
        let (count, meter) = (PictureCount(), EncodeMeter())
        guard let input = try? encoder.pad("sink"), let output = try? encoder.pad("src") else { return nil }
        // What goes in is counted: not every picture that goes in comes out.
        input.onBuffer { _ in
            count.add()
            meter.begin()
            return true
        }
        output.onBuffer { _ in
            meter.end()
            return true
        }
        guard pipeline.element.setState(.playing) else { return nil }
        for _ in 0..<400 where count.number < film {
            try? await Task.sleep(for: .milliseconds(25))
        }
        guard let mean = meter.mean(), mean > .zero else { return nil }
        return .seconds(1) / mean
    }

    @MediaActor private static func listen(to device: String) async -> SpeakerLoop {
        guard (try? GStreamerLibrary.load()) != nil, SoundServer.isThere else { return .unavailable("no sound server") }
        let format = GraphDescription.rawSound
        do throws(MediaError) {
            let listener = try Pipeline(
                """
                pulsesrc name=source client-name=Joom ! audioconvert ! audioresample ! \(format)
                ! level interval=100000000 ! fakesink sync=false async=false
                """
            )
            let player = try Pipeline(
                "audiotestsrc is-live=true freq=660 volume=0.1 ! \(format) ! pulsesink name=sink client-name=Joom"
            )
            try listener.element.child("source").object.set("device", "\(device).monitor")
            try player.element.child("sink").object.set("device", device)
            defer {
                for pipeline in [player, listener] {
                    pipeline.element.setState(.null)
                    pipeline.stopMessages()
                }
            }
            guard listener.element.setState(.playing), player.element.setState(.playing) else {
                return .unavailable("the speaker cannot be opened")
            }
            return await loudest(of: listener.messages, within: .milliseconds(1_500))
        } catch {
            return .unavailable(String(describing: error))
        }
    }

    /// The loudest moment that a level meter tells of.
    @MediaActor private static func loudest(
        of messages: AsyncStream<BusMessage>,
        within limit: Duration
    ) async -> SpeakerLoop {
        let listening = Task { () -> SpeakerLoop in
            var loudest = -200.0
            for await message in messages {
                switch message {
                case .level(_, let decibels): loudest = max(loudest, decibels)
                case .error(_, let error, _): return .unavailable(error.message)
                case .latency, .ended: break
                }
                if Task.isCancelled { break }
            }
            return loudest > -60 ? .heard(loudest) : .silent
        }
        let end = Task {
            try? await Task.sleep(for: limit)
            listening.cancel()
        }
        defer { end.cancel() }
        return await listening.value
    }
}

/// Counts pictures on the thread that brings them.
private final class PictureCount: Sendable {
    private let count = Atomic(0)

    var number: Int { count.load(ordering: .relaxed) }

    func add() { count.wrappingAdd(1, ordering: .relaxed) }
}
