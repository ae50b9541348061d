// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit
import Synchronization

/// A PeerConnection that does nothing but insist on the rules of JSEP: an illegal call throws and is kept in
/// `violations`.
public final class FakePeerConnection: PeerConnection {
    /// JSEP's signalling states, as far as they occur here.
    public enum State: String, Sendable {
        /// No description, or both.
        case stable
        /// An offer of ours.
        case haveLocalOffer = "have-local-offer"
        /// Closed.
        case closed
    }

    private struct Memory {
        var state = State.stable
        var isUsed = false
        var hasRemote = false
        var isBusy = false
        var violations: [String] = []
        var candidates: [IceCandidate?] = []
        var data: [String] = []
        var addOnTexts: [String] = []
        var offer: SessionDescription?
        var answer: SessionDescription?
        var hasSink = false
        var frameSink: (any EncodedFrameSink)?
        var keyFrameRequests = 0
    }

    /// What a test reports.
    public let events: AsyncStream<PeerConnectionEvent>
    /// What was asked for.
    public let configuration: PeerConnectionConfiguration
    /// Tells fakes apart, from 1.
    public let number: Int

    private let report: AsyncStream<PeerConnectionEvent>.Continuation
    private let memory = Mutex(Memory())
    private let failure: MediaError?

    init(number: Int, configuration: PeerConnectionConfiguration, failure: MediaError?) {
        self.number = number
        self.configuration = configuration
        self.failure = failure
        (events, report) = AsyncStream.makeStream()
    }

    /// Calls that broke a rule.
    public var violations: [String] { memory.withLock(\.violations) }
    /// Where it stands.
    public var state: State { memory.withLock(\.state) }
    /// Candidates that were added.
    public var candidates: [IceCandidate?] { memory.withLock(\.candidates) }
    /// Texts that were sent on the data channel.
    public var data: [String] { memory.withLock(\.data) }
    /// The offer, once set.
    public var offer: SessionDescription? { memory.withLock(\.offer) }
    /// The answer, once set.
    public var answer: SessionDescription? { memory.withLock(\.answer) }
    /// True while a picture would be shown.
    public var hasSink: Bool { memory.withLock(\.hasSink) }

    /// Lets it report something.
    public func emit(_ event: PeerConnectionEvent) { report.yield(event) }

    /// Makes an offer; only once, only first.
    public func createOffer() async throws(MediaError) -> SessionDescription {
        try enter("createOffer", configuration.role == .offerer) { $0.state == .stable && !$0.isUsed }
        await Task.yield()
        let offer = SessionDescription(kind: .offer, sdp: "offer of \(number)")
        leave {
            $0.state = .haveLocalOffer
            $0.offer = offer
        }
        return offer
    }

    /// Answers; only once, only first.
    public func createAnswer(to offer: SessionDescription) async throws(MediaError) -> SessionDescription {
        try enter("createAnswer", configuration.role == .answerer && offer.kind == .offer) {
            $0.state == .stable && !$0.isUsed
        }
        await Task.yield()
        let answer = SessionDescription(kind: .answer, sdp: "answer of \(number) to \(offer.sdp)")
        leave {
            $0.hasRemote = true
            $0.offer = offer
            $0.answer = answer
        }
        return answer
    }

    /// Sets an answer; only after an offer.
    public func setAnswer(_ answer: SessionDescription) async throws(MediaError) {
        try enter("setAnswer", answer.kind == .answer) { $0.state == .haveLocalOffer }
        await Task.yield()
        leave {
            $0.state = .stable
            $0.hasRemote = true
            $0.answer = answer
        }
    }

    /// Adds a candidate; only after the remote description.
    public func addIceCandidate(_ candidate: IceCandidate?) async {
        do { try enter("addIceCandidate", true, \.hasRemote) } catch { return }
        await Task.yield()
        leave { $0.candidates.append(candidate) }
    }

    /// Notes whether there is a sink.
    public func setVideoSink(_ sink: (any VideoSink)?) { memory.withLock { $0.hasSink = sink != nil } }

    /// Keeps the sink.
    public func setEncodedFrameSink(_ sink: (any EncodedFrameSink)?) { memory.withLock { $0.frameSink = sink } }

    /// Whether somebody takes what arrives.
    public var hasFrameSink: Bool { memory.withLock { $0.frameSink != nil } }

    /// Notes it.
    public func requestKeyFrame() { memory.withLock { $0.keyFrameRequests += 1 } }

    /// How often the peer was asked.
    public var keyFrameRequests: Int { memory.withLock(\.keyFrameRequests) }

    /// Lets a frame arrive.
    public func give(_ frame: EncodedFrame) { memory.withLock { $0.frameSink }?.receive(frame) }

    /// Notes the text.
    public func sendData(_ text: String) async { memory.withLock { $0.data.append(text) } }

    /// Notes the text.
    public func sendAddOnData(_ text: String) async { memory.withLock { $0.addOnTexts.append(text) } }

    /// What was sent on the data channel `plugins`.
    public var addOnTexts: [String] { memory.withLock(\.addOnTexts) }

    /// Its number as frames decoded.
    public func statistics() async -> PeerConnectionStatistics {
        var figures = PeerConnectionStatistics()
        figures.framesDecoded = UInt64(number)
        return figures
    }

    /// Ends the stream.
    public func close() async {
        memory.withLock { memory in
            if memory.state == .closed { memory.violations.append("closed twice") }
            memory.state = .closed
        }
        report.finish()
    }

    private func enter(_ name: String, _ isMeant: Bool, _ isLegal: (Memory) -> Bool) throws(MediaError) {
        if let failure { throw failure }
        let isAllowed = memory.withLock { memory in
            guard isMeant, memory.state != .closed, !memory.isBusy, isLegal(memory) else {
                memory.violations.append("\(name) in \(memory.state.rawValue)\(memory.isBusy ? ", busy" : "")")
                return false
            }
            memory.isBusy = true
            memory.isUsed = true
            return true
        }
        if !isAllowed { throw .invalidState(name) }
    }

    private func leave(_ change: (inout Memory) -> Void) {
        memory.withLock { memory in
            memory.isBusy = false
            change(&memory)
        }
    }
}
