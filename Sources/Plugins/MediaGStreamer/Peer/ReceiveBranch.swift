// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import MediaCore
import PluginKit
import Synchronization

/// From one of a peer's streams to pictures or sound; built before the first packet, linked when it comes.
@MediaActor
final class ReceiveBranch {
    /// Where the packets go in.
    nonisolated let input: Pad

    /// All of its elements.
    let bin: Element

    private let graph: CallGraph
    private let recovery = LossRecovery()
    private let punctuality = Punctuality()
    /// What of it is played; nil where nothing is.
    let voice: Voice?
    private var tap: PadTap?
    private var timing = PictureTiming.asItComes

    private init(_ description: String, graph: CallGraph, name: String, voice: Voice? = nil) throws(MediaError) {
        self.graph = graph
        self.voice = voice
        bin = try Element(bin: description, name: name)
        input = try bin.pad("sink")
    }

    private func start() throws(MediaError) {
        try graph.pipeline.element.add(bin)
        try bin.followParent()
    }

    /// Decodes pictures and brings them to an outlet as large as they are seen there, if they are.
    ///
    /// - Parameters:
    ///   - codec: what the packets carry.
    ///   - graph: where it runs.
    ///   - name: of its bin.
    ///   - outlet: where pictures go, on the stream's thread.
    ///   - decoded: told the size in which each came, on the stream's thread, when it is shown or would be.
    /// - Returns: the branch, which runs.
    /// - Throws: what nothing here decodes, or elements that do not fit.
    static func video(
        _ codec: VideoCodec,
        graph: CallGraph,
        name: String,
        outlet: VideoOutlet,
        decoded: @escaping @Sendable (VideoSize) -> Void
    ) throws(MediaError) -> ReceiveBranch {
        guard let description = GraphDescription.receivingVideo(codec) else { throw .noCommonCodec }
        let branch = try ReceiveBranch(description, graph: graph, name: name)
        let punctuality = branch.punctuality
        let place = PicturePlace(filter: try branch.bin.child("picture-size"))
        try branch.bin.child("decoder").pad("src").onPicture { size in
            // They wait for their time at the very end: one that were left out would let the next ones come too early.
            guard outlet.isWatching || punctuality.isOn else {
                decoded(size)
                return false
            }
            place.follow(outlet.size, of: size)
            return true
        }
        AppSink.onFrame(try branch.bin.child("picture")) { frame in
            decoded(place.picture)
            outlet.render(frame)
        }
        try branch.start()
        return branch
    }

    /// Decodes sound, plays it if it can, and hands it to `take`, on the stream's thread.
    static func audio(
        graph: CallGraph,
        name: String,
        take: @escaping @Sendable (AudioFrame) -> Void
    ) throws(MediaError) -> ReceiveBranch {
        let branch = try ReceiveBranch(
            GraphDescription.receivingAudio(levelName: levelName(of: name)),
            graph: graph,
            name: name,
            voice: graph.playback.map { _ in Voice() }
        )
        AppSink.onSound(try branch.bin.child("listener"), take)
        branch.input.hurry()
        let (recovery, voice) = (branch.recovery, branch.voice)
        try branch.bin.child("decoder").pad("sink").onArrival { decoder, time, now in
            // It has to be told on the thread that decodes: it looks at this more than once for each packet.
            if recovery.isDue { decoder.object.set("use-inband-fec", true) }
            voice?.expect(time, at: now + recovery.delay)
        }
        try branch.start()
        guard let voice else { return branch }
        do throws(MediaError) {
            try branch.bin.child(levelName(of: name)).pad("src").onSound { voice.put($0, at: $1) }
            try graph.playback?.add(voice)
        } catch {
            branch.remove()
            throw error
        }
        return branch
    }

    /// Asks the peer for a picture that can be decoded on its own, if a stream of theirs is there.
    func requestKeyFrame() {
        guard input.isLinked else { return }
        input.requestKeyFrame()
    }

    /// Hands out what arrives before it is decoded; nil for nowhere.
    func setFrameSink(_ sink: (any EncodedFrameSink)?) {
        tap = sink.flatMap { sink in (try? bin.child("decoder").pad("sink"))?.tap(sink) }
    }

    /// Shows each picture as soon as it is there, or when it is due.
    func show(_ timing: PictureTiming) {
        guard timing != self.timing, let picture = try? bin.child("picture") else { return }
        self.timing = timing
        if case .after(let delay) = timing {
            // The sink adds what the pipeline takes.
            picture.object.set("ts-offset", int64: Int64((delay - picture.latencyOfSink) / .nanoseconds(1)))
        }
        punctuality.isOn = timing != .asItComes
        picture.object.set("sync", timing != .asItComes)
    }

    /// What the loudness meter of a branch calls itself.
    static func levelName(of branch: String) -> String { "\(branch)-level" }

    /// Finds in each packet what was said in one before it that is missing (RFC 6716 section 2.1.7), from now on.
    ///
    /// Every packet is kept for that until the next is there: where none is lost, all sound would be 20 ms later for nothing.
    func recoverLosses() { recovery.ask() }

    /// Lets sound out to the speaker, or not.
    func setPlaying(_ isPlaying: Bool) { voice?.setPlaying(isPlaying) }

    /// Makes it louder or softer: 1 as it comes; ears take the cube for the strength (GstStreamVolume's cubic format).
    func setVolume(_ volume: Double) { voice?.setGain(volume * volume * volume) }

    /// Takes the branch out of the running pipeline.
    func remove() {
        if let voice { graph.playback?.remove(voice) }
        tap = nil
        bin.setState(.null)
        graph.pipeline.element.remove(bin)
    }
}

/// Whether pictures wait for their time; set on one thread, read on another.
private final class Punctuality: Sendable {
    private let state = Atomic(false)

    var isOn: Bool {
        get { state.load(ordering: .relaxed) }
        set { state.store(newValue, ordering: .relaxed) }
    }
}

/// Asks once for something to be done on another thread.
private final class LossRecovery: Sendable {
    /// 0 for never asked, 1 for asked, 2 for done.
    private let state = Atomic(0)

    func ask() { _ = state.compareExchange(expected: 0, desired: 1, ordering: .relaxed) }

    /// Whether it is to be done now; true once.
    var isDue: Bool { state.compareExchange(expected: 1, desired: 2, ordering: .relaxed).exchanged }

    /// How long a packet of 20 ms, as everybody sends them, is kept for it at the most: until the one after the next, if the
    /// next is lost.
    var delay: Duration { state.load(ordering: .relaxed) == 2 ? .milliseconds(40) : .zero }
}
