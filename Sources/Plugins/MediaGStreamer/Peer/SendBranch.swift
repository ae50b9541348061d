// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// From the shared encoder to one peer: packets in that peer's numbers, behind a valve.
@MediaActor
final class SendBranch {
    private let graph: CallGraph
    private let encoded: Element
    private let bin: Element
    private let gate: Element
    private let tap: Pad

    /// Builds the branch and links it to the webrtcbin pad of its media section.
    init(_ format: RTPFormat, graph: CallGraph, webrtc: WebRTCBin, name: String) throws(MediaError) {
        self.graph = graph
        encoded =
            switch format.kind {
            case .audio: graph.encodedAudio
            case .video: graph.encodedVideo
            }
        bin = try Element(bin: GraphDescription.sending(format), name: name)
        gate = try bin.child("gate")
        try bin.child("format").set("caps", text: format.caps)
        try graph.pipeline.element.add(bin)
        let sink = try webrtc.element.requestPad("sink_\(format.line)")
        // By position, not by kind: that is unknown before the first description (media.md section 13.10).
        if format.kind == .video { sink.transceiver?.set("do-nack", true) }
        try bin.pad("src").link(to: sink)
        try bin.followParent()
        tap = try encoded.requestPad("src_%u")
        try tap.link(to: try bin.pad("sink"))
    }

    /// Lets packets out.
    func open() { gate.object.set("drop", false) }

    /// Keeps packets in.
    func shut() { gate.object.set("drop", true) }

    /// Takes the branch out of the running pipeline.
    func remove() {
        tap.unlink()
        encoded.release(tap)
        bin.setState(.null)
        graph.pipeline.element.remove(bin)
    }
}
