// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit
import Synchronization

/// From the shared encoder to one peer: packets in that peer's numbers, behind a valve.
@MediaActor
final class SendBranch {
    /// The synchronisation source of its packets.
    let source = UInt32.random(in: 1...UInt32.max)
    /// Whether it sends our picture, not our sound.
    var isPicture: Bool { line != nil }

    private let graph: CallGraph
    private let line: VideoLine?
    private let encoded: Element
    private let bin: Element
    private let gate: Element
    private let tap: Pad
    private let keyFrameGate = KeyFrameGate()

    /// Builds the branch and links it to the webrtcbin pad of its media section.
    ///
    /// - Parameters:
    ///   - format: the packets' form.
    ///   - graph: where the sound's encoder is.
    ///   - line: where the picture's encoder is; nil for sound.
    ///   - webrtc: where the packets go.
    ///   - name: how messages call the branch.
    ///   - stream: what the peer's page gets sound and picture as: one MediaStream.
    /// - Throws: an element that is missing or does not fit.
    init(
        _ format: RTPFormat,
        graph: CallGraph,
        line: VideoLine?,
        webrtc: WebRTCBin,
        name: String,
        stream: String
    ) throws(MediaError) {
        self.graph = graph
        self.line = line
        encoded = line?.output ?? graph.encodedAudio
        bin = try Element(bin: GraphDescription.sending(format), name: name)
        gate = try bin.child("gate")
        try bin.child("payloader").object.set("ssrc", uint: UInt(source))
        try bin.child("format").set("caps", text: format.caps(source: source))
        if let announced = format.announcedCaps(source: source) { try gate.pad("src").present(as: announced) }
        if format.kind == .audio { try gate.pad("src").hurry() }
        if format.kind == .video { try bin.pad("sink").onBuffer(keyFrameGate.pass) }
        try graph.pipeline.element.add(bin)
        let sink = try webrtc.element.requestPad("sink_\(format.line)")
        sink.object.set("msid", stream)
        // By position, not by kind: that is unknown before the first description.
        if format.kind == .video { sink.transceiver?.set("do-nack", true) }
        try bin.pad("src").link(to: sink)
        try bin.followParent()
        tap = try encoded.requestPad("src_%u")
        try tap.link(to: try bin.pad("sink"))
        line?.retain()
        graph.restIdleLines()
    }

    /// Lets packets out; a picture's first is a key frame's.
    func open() {
        keyFrameGate.open()
        gate.object.set("drop", false)
    }

    /// Keeps packets in.
    func shut() { gate.object.set("drop", true) }

    /// Takes the branch out of the running pipeline.
    func remove() {
        tap.unlink()
        encoded.release(tap)
        bin.setState(.null)
        graph.pipeline.element.remove(bin)
        line?.release()
        graph.restIdleLines()
    }
}

/// Holds pictures back until one comes that can be decoded on its own: what refers to earlier ones only makes the
/// peer ask for a key frame again and again.
private final class KeyFrameGate: Sendable {
    private enum Stage {
        static let shut = 0
        static let waiting = 1
        static let open = 2
    }

    private let stage = Atomic(Stage.shut)

    func open() { stage.store(Stage.waiting, ordering: .releasing) }

    /// Whether a picture may pass; called by the one thread that carries them.
    func pass(_ facts: BufferFacts) -> Bool {
        switch stage.load(ordering: .acquiring) {
        case Stage.open: return true
        case Stage.waiting where facts.isKeyFrame:
            stage.store(Stage.open, ordering: .releasing)
            return true
        default: return false
        }
    }
}
