// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// Between a call's encoded frames and a sink of them: bounded, so that a sink that is slow loses frames, and the call
/// nothing.
///
/// When too much waits, frames of a track are dropped up to its next key frame, and the sink hears how many. What begins
/// and ends is never dropped. Any thread.
public final class EncodedTrackQueue: Sendable {
    /// Bytes of frames that may wait.
    public static let byteLimit = 16 << 20
    /// Frames that may wait: some ten seconds of a room of six.
    public static let frameLimit = 4_096

    fileprivate struct Line {
        let track: EncodedTrack
        /// Frames that were dropped since the last that was not.
        var dropped = 0
        /// When the last frame was.
        var newest: Duration
        /// When the last was that can be decoded on its own; before one comes, when the first frame was.
        var newestKeyFrame: Duration
    }

    fileprivate struct State {
        var events: [EncodedTrackEvent] = []
        var bytes = 0
        var frames = 0
        /// By open inlet.
        var lines: [Int: [EncodedFormat.Kind: Line]] = [:]
        var lastInlet = 0
        var lastTrack = 0
        var isOver = false
    }

    private let state = Mutex(State())
    private let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation

    /// Starts empty.
    public init() {
        // One word is enough for all that waits.
        (arrivals, arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Where frames of one sender go in; each connection to them needs another.
    ///
    /// - Parameter owner: whose tracks they are.
    /// - Returns: the way in, which has to be closed.
    public func inlet(for owner: EncodedTrack.Owner) -> EncodedTrackInlet {
        let number = state.withLock { state in
            state.lastInlet += 1
            state.lines[state.lastInlet] = [:]
            return state.lastInlet
        }
        return EncodedTrackInlet(owner, queue: self, number: number)
    }

    /// Ends all tracks; nothing goes in any more.
    public func finish() {
        state.withLock { state in
            guard !state.isOver else { return }
            state.isOver = true
            for lines in state.lines.values { state.events += lines.values.map { .ended($0.track.id) } }
            state.lines = [:]
        }
        arrival.yield()
        arrival.finish()
    }

    /// Hands over what comes until the end, one batch after the other; for one reader.
    ///
    /// - Parameters:
    ///   - isolation: where `take` runs.
    ///   - take: may take its time.
    /// - Throws: what `take` throws, and then nobody reads any more.
    public func forEachBatch<Failure: Error>(
        isolation: isolated (any Actor)? = #isolation,
        _ take: ([EncodedTrackEvent]) async throws(Failure) -> Void
    ) async throws(Failure) {
        for await _ in arrivals {
            let batch = takeAll()
            if !batch.isEmpty { try await take(batch) }
        }
    }

    /// All that waits, which then does not wait any more.
    func takeAll() -> [EncodedTrackEvent] {
        state.withLock { state in
            defer { (state.events, state.bytes, state.frames) = ([], 0, 0) }
            return state.events
        }
    }

    fileprivate func put(_ frame: EncodedFrame, of owner: EncodedTrack.Owner, from inlet: Int) {
        let isTold = state.withLock { state in
            guard !state.isOver, state.lines[inlet] != nil else { return false }
            let kind = frame.format.codec.kind
            if let line = state.lines[inlet]?[kind], line.track.format.codec != frame.format.codec {
                state.end(line)
                state.lines[inlet]?[kind] = nil
            }
            var line = state.lines[inlet]?[kind] ?? state.begin(owner, frame)
            line.newest = frame.timestamp
            if frame.isKeyFrame { line.newestKeyFrame = frame.timestamp }
            state.add(frame, to: &line)
            state.lines[inlet]?[kind] = line
            return true
        }
        if isTold { arrival.yield() }
    }

    fileprivate func keyFrameAge(of inlet: Int) -> Duration? {
        state.withLock { $0.lines[inlet]?[.video].map { $0.newest - $0.newestKeyFrame } }
    }

    fileprivate func close(_ inlet: Int) {
        state.withLock { state in
            for line in state.lines.removeValue(forKey: inlet)?.values ?? [:].values { state.end(line) }
        }
        arrival.yield()
    }
}

extension EncodedTrackQueue.State {
    fileprivate mutating func begin(_ owner: EncodedTrack.Owner, _ frame: EncodedFrame) -> EncodedTrackQueue.Line {
        lastTrack += 1
        let track = EncodedTrack(id: EncodedTrack.ID(lastTrack), owner: owner, format: frame.format)
        events.append(.began(track))
        return EncodedTrackQueue.Line(track: track, newest: frame.timestamp, newestKeyFrame: frame.timestamp)
    }

    fileprivate mutating func end(_ line: EncodedTrackQueue.Line) {
        if line.dropped > 0 { events.append(.dropped(line.dropped, of: line.track.id)) }
        events.append(.ended(line.track.id))
    }

    fileprivate mutating func add(_ frame: EncodedFrame, to line: inout EncodedTrackQueue.Line) {
        let hasRoom =
            frames < EncodedTrackQueue.frameLimit && bytes + frame.bytes.count <= EncodedTrackQueue.byteLimit
        // What refers to a picture that was dropped cannot be decoded.
        guard hasRoom, line.dropped == 0 || frame.isKeyFrame else {
            line.dropped += 1
            return
        }
        if line.dropped > 0 { events.append(.dropped(line.dropped, of: line.track.id)) }
        line.dropped = 0
        frames += 1
        bytes += frame.bytes.count
        events.append(.frame(frame, of: line.track.id))
    }
}

/// The way into a queue for the frames of one sender over one connection.
public final class EncodedTrackInlet: EncodedFrameSink {
    private let owner: EncodedTrack.Owner
    private let queue: EncodedTrackQueue
    private let number: Int

    fileprivate init(_ owner: EncodedTrack.Owner, queue: EncodedTrackQueue, number: Int) {
        (self.owner, self.queue, self.number) = (owner, queue, number)
    }

    /// Puts a frame in, into the track of its kind.
    public func receive(_ frame: EncodedFrame) { queue.put(frame, of: owner, from: number) }

    /// Time between the newest picture and the last before it that can be decoded on its own; nil without pictures.
    public var keyFrameAge: Duration? { queue.keyFrameAge(of: number) }

    /// Ends the sender's tracks; what still comes is dropped.
    public func close() { queue.close(number) }
}
