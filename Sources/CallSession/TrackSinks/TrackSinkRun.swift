// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import PluginKit

/// A sink at work: its queue, and the ways into it.
@MainActor
final class TrackSinkRun {
    let sink: any EncodedTrackSink
    let queue = EncodedTrackQueue()
    let since = ContinuousClock.now
    let own: EncodedTrackInlet
    /// Nothing more goes in; what is under way is being kept.
    private(set) var isOver = false
    var task: Task<Void, Never>?
    private var inlets: [LinkID: EncodedTrackInlet] = [:]

    init(_ sink: any EncodedTrackSink, ownName: String?) {
        self.sink = sink
        own = queue.inlet(for: .own(name: ownName))
    }

    /// The way in for one connection's frames.
    func inlet(for link: LinkID, of peer: AddOnPeer) -> EncodedTrackInlet {
        if let known = inlets[link] { return known }
        let inlet = queue.inlet(for: .peer(peer))
        inlets[link] = inlet
        return inlet
    }

    /// Whether the last picture of our own that can be decoded on its own is older than the sink wants.
    var wantsOwnKeyFrame: Bool { wantsKeyFrame(own) }

    /// Whether the same is so of what comes over a connection.
    func wantsKeyFrame(from link: LinkID) -> Bool { inlets[link].map(wantsKeyFrame) ?? false }

    private func wantsKeyFrame(_ inlet: EncodedTrackInlet) -> Bool {
        guard let interval = sink.keyFrameInterval, let age = inlet.keyFrameAge else { return false }
        return age >= interval
    }

    /// A connection is not used any more.
    func close(_ link: LinkID) { inlets.removeValue(forKey: link)?.close() }

    func finish() {
        isOver = true
        queue.finish()
    }
}

/// Hands frames to several sinks.
final class EncodedFrameFan: EncodedFrameSink {
    private let sinks: [any EncodedFrameSink]

    private init(_ sinks: [any EncodedFrameSink]) { self.sinks = sinks }

    func receive(_ frame: EncodedFrame) { for sink in sinks { sink.receive(frame) } }

    /// One sink for all of them; nil for none.
    static func of(_ sinks: [any EncodedFrameSink]) -> (any EncodedFrameSink)? {
        sinks.count > 1 ? EncodedFrameFan(sinks) : sinks.first
    }
}
