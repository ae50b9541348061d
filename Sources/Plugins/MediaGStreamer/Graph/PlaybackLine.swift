// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// The sound of all peers, mixed and played on one speaker, where the microphone's side can listen to what is played.
///
/// Everything that the pipeline is told of goes on at one pace: how long each peer's sound is kept back is between its Voice
/// and that pace.
///
/// Runs from the first peer on until the last is gone. A speaker that breaks is left out; nothing before it notices.
@MediaActor
final class PlaybackLine {
    /// What the echo canceller knows it by; nil without a canceller.
    ///
    /// Such names are the process's, not the pipeline's.
    let echoProbe: String?

    private let pipeline: Pipeline
    private let line: Element
    private let mix = VoiceMix()
    private let output: Pad
    private var speaker: MediaDevice?
    private var sink: Element?
    /// What messages call the speaker that was made last; nil once it is known to be broken.
    private var speakerName: String?
    private var speakersMade = 0
    /// The speaker broke, and nothing plays in its place.
    private var isSilent = false

    /// - Parameters:
    ///   - pipeline: where it plays.
    ///   - number: tells the probes of several pipelines apart.
    ///   - speaker: where to; nil for the system's default.
    /// - Throws: an element that is missing.
    init(pipeline: Pipeline, number: UInt64, speaker: MediaDevice?) throws(MediaError) {
        self.pipeline = pipeline
        self.speaker = speaker
        echoProbe = GStreamerLibrary.hasElement("webrtcdsp") ? "echo-probe-\(number)" : nil
        line = try Element(bin: GraphDescription.playback(echoProbe: echoProbe), name: "playback")
        try line.child("silence").pad("src").fillSound { [mix] count, time in mix.take(count, at: time) }
        output = try line.pad("src")
        output.hurry()
        // Nothing to play yet: no stream of ours is to be seen in the system's sound settings.
        line.lockState(true)
        try pipeline.element.add(line)
    }

    /// The speaker that was asked for last; nil for the default.
    var chosen: DeviceID? { speaker?.id }

    /// From a mixed sound's time to the speaker; nil while nothing plays.
    var latency: Duration? { isSilent ? nil : sink?.latencyOfSink }

    /// Lets somebody hear what is played.
    func listen(_ listener: EchoGuard) { listener.watch(playback: output) }

    /// Whether a message's path leads to the speaker, of which nobody was told yet that it broke.
    func owns(path: String) -> Bool { !mix.isEmpty && speakerName.map { path.hasSuffix(":\($0)") } ?? false }

    /// Plays what somebody says.
    func add(_ voice: Voice) throws(MediaError) {
        if mix.isEmpty { try start() }
        mix.add(voice)
    }

    /// Plays it no more.
    func remove(_ voice: Voice) {
        mix.remove(voice)
        if mix.isEmpty { stop() }
    }

    /// Plays on another speaker, while everything before it goes on.
    func play(on speaker: MediaDevice?) throws(MediaError) {
        guard isSilent || speaker != self.speaker else { return }
        self.speaker = speaker
        guard !mix.isEmpty else { return }
        try replaceSink(with: try makeSink())
        isSilent = false
    }

    /// Plays nothing until another speaker is chosen: this one broke.
    func giveUpSpeaker() {
        // It may have more to complain of.
        speakerName = nil
        guard !isSilent, let silent = try? Self.makeSilence() else { return }
        try? replaceSink(with: silent)
        isSilent = true
    }

    private func start() throws(MediaError) {
        do throws(MediaError) {
            try start(with: try makeSink())
            isSilent = false
        } catch {
            // No reason to have no connection: its own message says that there is no speaker.
            try start(with: try Self.makeSilence())
            isSilent = true
        }
    }

    private func start(with made: Element) throws(MediaError) {
        stop()
        try pipeline.element.add(made)
        sink = made
        try output.link(to: try made.pad("sink"))
        line.lockState(false)
        try made.followParent()
        try line.followParent()
        pipeline.recalculateLatency()
    }

    private func stop() {
        line.lockState(true)
        line.setState(.null)
        guard let sink else { return }
        output.unlink()
        sink.setState(.null)
        pipeline.element.remove(sink)
        self.sink = nil
    }

    private func replaceSink(with fresh: Element) throws(MediaError) {
        let (old, output, root) = (sink, output, pipeline.element)
        sink = fresh
        try root.add(fresh)
        let input = try fresh.pad("sink")
        output.onceIdle {
            output.unlink()
            if let old {
                old.setState(.null)
                root.remove(old)
            }
            try? output.link(to: input)
            try? fresh.followParent()
        }
        pipeline.recalculateLatency()
    }

    /// What the names of all speakers begin with.
    nonisolated static let speakers = "speaker-"

    private static func makeSilence() throws(MediaError) -> Element {
        let made = try Element("fakesink")
        made.set("async", text: "false")
        return made
    }

    /// With at most 30 ms in store; the system’s clock leads.
    ///
    /// A sink reckons with 20 ms for what a buffer takes to get to it, which is next to nothing here; and it lets sound be 40
    /// ms off before it mends that, which is the half of what people notice beside a picture.
    private func makeSink() throws(MediaError) -> Element {
        speakersMade += 1
        let name = "\(Self.speakers)\(speakersMade)"
        let made = try Element("pulsesink", name: name)
        speakerName = name
        let settings = [
            "provide-clock": "false", "async": "false", "buffer-time": "30000", "latency-time": "10000",
            "processing-deadline": "0", "alignment-threshold": "10000000",
        ]
        for (property, value) in settings { made.set(property, text: value) }
        made.object.set("client-name", "Joom")
        if case .pulse(let device) = speaker?.origin { made.object.set("device", device) }
        return made
    }
}
