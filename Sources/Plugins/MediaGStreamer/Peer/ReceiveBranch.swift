// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import MediaCore
import PluginKit

/// From one of a peer's streams to pictures or sound; built before the first packet, linked when it comes.
@MediaActor
final class ReceiveBranch {
    /// Where the packets go in.
    nonisolated let input: Pad

    /// All of its elements.
    let bin: Element

    private let graph: CallGraph
    private var played: (output: Pad, entrance: Pad)?
    private var tap: PadTap?
    private var timing = PictureTiming.asItComes

    private init(_ description: String, graph: CallGraph, name: String) throws(MediaError) {
        self.graph = graph
        bin = try Element(bin: description, name: name)
        input = try bin.pad("sink")
    }

    private func start() throws(MediaError) {
        try graph.pipeline.element.add(bin)
        try bin.followParent()
    }

    /// Decodes pictures and hands each to `take`, on the stream's thread.
    static func video(
        _ codec: VideoCodec,
        graph: CallGraph,
        name: String,
        take: @escaping @Sendable (VideoFrame) -> Void
    ) throws(MediaError) -> ReceiveBranch {
        guard let description = GraphDescription.receivingVideo(codec) else { throw .noCommonCodec }
        let branch = try ReceiveBranch(description, graph: graph, name: name)
        AppSink.onFrame(try branch.bin.child("picture"), take)
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
            GraphDescription.receivingAudio(isPlayed: graph.playback != nil, levelName: levelName(of: name)),
            graph: graph,
            name: name
        )
        AppSink.onSound(try branch.bin.child("listener"), take)
        branch.input.hurry()
        // opusdec reckons with packets of 120 ms, in case one has to be made up. Ours, and every browser's, have 20, and
        // what follows a lost one is there when the jitter buffer gives that up. The rest would delay every word. One packet
        // it does keep, to find in the next what was said in a lost one.
        try branch.bin.child("decoder").pad("src").lowerLatency(by: 100_000_000)
        try branch.start()
        if let playback = graph.playback {
            let output = try branch.bin.pad("src")
            output.hurry()
            branch.played = (output, try playback.connect(output))
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
        if case .beforeSound(let lead) = timing {
            picture.object.set("ts-offset", int64: -Int64(lead / .nanoseconds(1)))
        }
        picture.object.set("sync", timing != .asItComes)
    }

    /// What the loudness meter of a branch calls itself.
    static func levelName(of branch: String) -> String { "\(branch)-level" }

    /// Lets sound out to the speaker, or not.
    func setPlaying(_ isPlaying: Bool) {
        (try? bin.child("player-volume"))?.object.set("mute", !isPlaying)
    }

    /// Makes it louder or softer: 1 as it comes; ears take the cube for the strength (GstStreamVolume's cubic format).
    func setVolume(_ volume: Double) {
        (try? bin.child("player-volume"))?.object.set("volume", double: volume * volume * volume)
    }

    /// Takes the branch out of the running pipeline.
    func remove() {
        if let played { graph.playback?.disconnect(played.output, from: played.entrance) }
        played = nil
        tap = nil
        bin.setState(.null)
        graph.pipeline.element.remove(bin)
    }
}
