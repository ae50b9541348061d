// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// The negotiation of one PeerConnection: one offer, one answer, candidates; never a second round.
///
/// webrtcbin has no rollback and no ICE restart, so a further offer is another Negotiator. One operation runs at a
/// time; what cannot run yet waits: remote candidates for the remote description, local ones until the description
/// that they belong to has left, because a browser throws a candidate away which comes before its description.
///
///     offerer   new -> building -> creatingOffer -> haveLocalOffer -> settingAnswer -> stable
///     answerer  new -> building -> creatingAnswer -> stable                       any -> closed
public struct Negotiator: Hashable, Sendable {
    /// Which half of the negotiation is ours.
    public enum Role: Hashable, Sendable, CaseIterable {
        /// We were welcomed: we offer, and insist.
        case offerer
        /// We joined: we answer, and give way.
        case answerer
    }

    /// How far the negotiation is.
    public enum State: Hashable, Sendable, CaseIterable {
        /// Nothing was begun.
        case new
        /// The PeerConnection is being made.
        case building
        /// Our offer is being made and set.
        case creatingOffer
        /// Our offer has left; an answer is awaited (JSEP have-local-offer).
        case haveLocalOffer
        /// The peer's answer is being set.
        case settingAnswer
        /// The peer's offer is being set and our answer made (JSEP have-remote-offer).
        case creatingAnswer
        /// Both descriptions are in place (JSEP stable); candidates may still come.
        case stable
        /// Over, by us or by a failure.
        case closed
    }

    /// What a PeerConnection is asked to do, one at a time.
    public enum Operation: Hashable, Sendable {
        /// Make it; answered by `built`.
        case build
        /// Make an offer and set it; answered by `described`.
        case createOffer
        /// Set the offer, make an answer and set that; answered by `described`.
        case createAnswer(SessionDescription)
        /// Set the answer; answered by `applied`.
        case setAnswer(SessionDescription)
        /// Add a way to reach the peer, nil for the end of them; answered by `applied`.
        case addCandidate(IceCandidate?)
    }

    /// What may happen to a negotiation.
    public enum Event: Hashable, Sendable {
        /// Begin.
        case start
        /// The PeerConnection exists.
        case built
        /// Our description was made and set.
        case described(SessionDescription)
        /// The operation in flight succeeded and has no result.
        case applied
        /// The operation in flight failed.
        case failed
        /// The peer answered.
        case remoteAnswer(SessionDescription)
        /// The peer told a way to reach it, nil for the end of them.
        case remoteCandidate(IceCandidate?)
        /// A way to reach us was found, nil for the end of them.
        case localCandidate(IceCandidate?)
        /// Stop.
        case close
    }

    /// What is to be done.
    public enum Effect: Hashable, Sendable {
        /// Start an operation; the next comes after its answer.
        case run(Operation)
        /// Tell the peer.
        case send(SignalingMessage)
        /// Close the PeerConnection.
        case close
        /// The event made no sense now and changed nothing.
        case ignored
    }

    /// Both descriptions of a finished negotiation.
    public struct Exchange: Hashable, Sendable {
        /// The generation, if the offerer named it.
        public let session: SessionID?
        /// The text of the offer.
        public let offer: String
        /// The text of the answer.
        public let answer: String
    }

    /// Candidates kept for later; more than any real host has, so that a peer cannot fill our memory.
    public static let candidateLimit = 128

    /// Which half is ours.
    public let role: Role
    /// The generation; nil when a seed's page offered.
    public let session: SessionID?
    /// How far the negotiation is.
    public private(set) var state = State.new
    /// The offer, ours or theirs, as soon as it exists.
    public private(set) var offer: SessionDescription?
    /// The answer, ours or theirs, as soon as it exists.
    public private(set) var answer: SessionDescription?

    /// Candidates of ours wait until the answer: the peer, who tells generations apart by order alone, heard of a newer
    /// one meanwhile.
    var holdsCandidates = false

    private var operation: Operation?
    private var remoteCandidates: [IceCandidate?] = []
    private var localCandidates: [IceCandidate?] = []

    /// A negotiation that we begin.
    public init(offering session: SessionID?) {
        role = .offerer
        self.session = session
    }

    /// A negotiation that the peer began.
    public init(answering offer: SessionDescription, session: SessionID?) {
        role = .answerer
        self.session = session
        self.offer = offer
    }

    /// Both descriptions; nil before the negotiation is finished on our side.
    public var exchange: Exchange? {
        guard state == .stable, let offer, let answer else { return nil }
        return Exchange(session: session, offer: offer.sdp, answer: answer.sdp)
    }

    /// True while losing the server means that the negotiation can never finish: a description is owed.
    public var isUnfinished: Bool {
        switch state {
        case .new, .building, .creatingOffer, .haveLocalOffer, .creatingAnswer: true
        case .settingAnswer, .stable, .closed: false
        }
    }

    /// True once our description has left, and as long as the PeerConnection lives.
    var hasSpoken: Bool {
        switch state {
        case .new, .building, .creatingOffer, .creatingAnswer, .closed: false
        case .haveLocalOffer, .settingAnswer, .stable: true
        }
    }

    /// True while an offer of ours, made or in the making, has no answer.
    public var isOfferUnanswered: Bool { role == .offerer && isUnfinished }

    /// Takes an event and says what to do.
    public mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .start: start()
        case .built: built()
        case .described(let description): described(description)
        case .applied: applied()
        case .failed: failed()
        case .remoteAnswer(let answer): takeAnswer(answer)
        case .remoteCandidate(let candidate): takeRemote(candidate)
        case .localCandidate(let candidate): takeLocal(candidate)
        case .close: finish()
        }
    }

    private mutating func start() -> [Effect] {
        guard state == .new else { return [.ignored] }
        state = .building
        return run(.build)
    }

    private mutating func built() -> [Effect] {
        guard state == .building, operation == .build else { return [.ignored] }
        switch (role, offer) {
        case (.answerer, .some(let offer)):
            state = .creatingAnswer
            return run(.createAnswer(offer))
        case (.offerer, _), (.answerer, .none):
            state = .creatingOffer
            return run(.createOffer)
        }
    }

    private mutating func described(_ description: SessionDescription) -> [Effect] {
        operation = nil
        switch (state, description.kind) {
        case (.creatingOffer, .offer):
            state = .haveLocalOffer
            offer = description
            return [.send(.offer(description))] + releaseLocalCandidates()
        case (.creatingAnswer, .answer):
            state = .stable
            answer = description
            return [.send(.answer(description))] + releaseLocalCandidates() + addNextCandidate()
        case (.creatingOffer, .answer), (.creatingAnswer, .offer): return finish()
        case (.new, _), (.building, _), (.haveLocalOffer, _), (.settingAnswer, _), (.stable, _), (.closed, _):
            return [.ignored]
        }
    }

    private mutating func applied() -> [Effect] {
        guard operation != nil else { return [.ignored] }
        switch state {
        case .settingAnswer:
            operation = nil
            state = .stable
            return addNextCandidate()
        case .stable:
            operation = nil
            return addNextCandidate()
        case .new, .building, .creatingOffer, .haveLocalOffer, .creatingAnswer, .closed: return [.ignored]
        }
    }

    private mutating func failed() -> [Effect] {
        guard operation != nil else { return [.ignored] }
        return finish()
    }

    private mutating func takeAnswer(_ description: SessionDescription) -> [Effect] {
        guard state == .haveLocalOffer, description.kind == .answer else { return [.ignored] }
        state = .settingAnswer
        answer = description
        return run(.setAnswer(description)) + releaseLocalCandidates()
    }

    private mutating func takeRemote(_ candidate: IceCandidate?) -> [Effect] {
        guard state != .closed, remoteCandidates.count < Self.candidateLimit else { return [.ignored] }
        remoteCandidates.append(candidate)
        return state == .stable && operation == nil ? addNextCandidate() : []
    }

    private mutating func takeLocal(_ candidate: IceCandidate?) -> [Effect] {
        switch state {
        case .new, .closed: return [.ignored]
        case .building, .creatingOffer, .creatingAnswer: return keep(candidate)
        case .haveLocalOffer: return holdsCandidates ? keep(candidate) : [.send(.ice(candidate))]
        case .settingAnswer, .stable: return [.send(.ice(candidate))]
        }
    }

    private mutating func keep(_ local: IceCandidate?) -> [Effect] {
        guard localCandidates.count < Self.candidateLimit else { return [.ignored] }
        localCandidates.append(local)
        return []
    }

    private mutating func finish() -> [Effect] {
        guard state != .closed else { return [.ignored] }
        state = .closed
        operation = nil
        remoteCandidates = []
        localCandidates = []
        return [.close]
    }

    private mutating func run(_ next: Operation) -> [Effect] {
        operation = next
        return [.run(next)]
    }

    private mutating func releaseLocalCandidates() -> [Effect] {
        defer { localCandidates = [] }
        return localCandidates.map { .send(.ice($0)) }
    }

    private mutating func addNextCandidate() -> [Effect] {
        guard !remoteCandidates.isEmpty else { return [] }
        return run(.addCandidate(remoteCandidates.removeFirst()))
    }
}
