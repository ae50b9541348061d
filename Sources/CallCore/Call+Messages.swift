// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// What peers say through the server.
extension Call {
    mutating func takeWelcome(_ peer: RemotePeer) {
        guard room != nil else { return emit(.note(.unexpected)) }
        guard peer.id == nil || peer.id != you else { return emit(.note(.unexpected)) }
        guard let (index, isNew) = admit(peer) else { return }
        if isNew { emit(.notify(.came(peer.id, name: peer.name))) }
        participants[index].trouble = nil
        participants[index].attempts = 0
        if peer.id == nil { participants[index].cursor = nil }
        // Two servers may welcome both, and this welcome come late: the offer that they made before it may be the one
        // that stands (`settle`), so it gets its answer. If they began anew instead, our own offer follows.
        guard peer.id == nil || !participants[index].owesAnswer else { return participants[index].offersNext = true }
        let open = participants[index].links.last { $0.negotiator.isOfferUnanswered }
        guard peer.id == nil, let open else { return offer(toParticipantAt: index) }
        // Whoever came may have heard our open offer, and without a session its answer would be taken for the answer
        // to a second one. What was said before the welcome has arrived before it, so an answer is to the open offer.
        emit(.startTimer(.answerMissing(open.id), timing.answerMissing))
    }

    mutating func takeMessage(_ message: SignalingMessage, _ routing: Routing) {
        guard room != nil else { return emit(.note(.unexpected)) }
        guard routing.peer == nil || routing.peer != you else { return emit(.note(.unexpected)) }
        if case .offer(let offer) = message { return takeOffer(offer, routing) }
        guard let index = index(of: routing.peer) else { return emit(.note(.stranger)) }
        switch message {
        case .offer: break
        case .answer(let answer): takeAnswer(answer, routing, index)
        case .ice(let candidate): takeCandidate(candidate, routing, index)
        case .negotiate(let reason): takeNegotiate(reason, routing, index)
        case .state(let state): participants[index].media = state
        }
    }

    /// Makes a new generation and offers it.
    mutating func offer(toParticipantAt index: Int) {
        addLink(Negotiator(offering: SessionID(bits: bits)), toParticipantAt: index)
    }

    private mutating func takeOffer(_ offer: SessionDescription, _ routing: Routing) {
        guard offer.kind == .offer else { return emit(.note(.unexpected)) }
        if let peer = routing.peer, departed.contains(peer) { return emit(.note(.stranger)) }
        guard let index = admit(RemotePeer(id: routing.peer))?.index else { return }
        guard !isDistrusted(index) else { return emit(.note(.unexpected)) }
        guard !participants[index].seenOffers.contains(offer.sdp) else { return emit(.note(.duplicate)) }
        participants[index].remember(offer: offer.sdp)
        if let fault = fault(of: offer, routing) { return refuse(index, fault, routing) }
        if routing.session == nil { participants[index].cursor = nil }

        let ours = participants[index].links.last { $0.negotiator.isOfferUnanswered }
        let verdict = settle(offer, routing, against: ours)
        switch verdict {
        case .noCollision: break
        case .keepOurs: return emit(.note(.ourOfferStands))
        case .discardOurs(let ours): close(ours, ofParticipantAt: index)
        case .answerBeside: break
        }
        participants[index].trouble = nil
        let link = addLink(
            Negotiator(answering: offer, session: routing.session),
            toParticipantAt: index,
            besideUnfinished: verdict == .answerBeside
        )
        markProved(link)
        if routing.session == nil { participants[index].cursor = link }
    }

    private enum Verdict: Equatable {
        case noCollision
        case keepOurs
        case discardOurs(LinkID)
        case answerBeside
    }

    /// Says what becomes of an unanswered offer of ours that meets theirs (two servers welcomed both).
    ///
    /// With names the smaller keeps its offer. Without, two of us agree by the texts, which both know; a seed's page
    /// instead always rolls back and answers, so ours waits beside the answer and whichever connects first stays.
    private func settle(_ theirs: SessionDescription, _ routing: Routing, against ours: Link?) -> Verdict {
        guard let ours else { return .noCollision }
        if routing.session != nil, let peer = routing.peer, let you {
            return you < peer ? .keepOurs : .discardOurs(ours.id)
        }
        guard ours.negotiator.state == .haveLocalOffer, let text = ours.negotiator.offer?.sdp else {
            return .discardOurs(ours.id)
        }
        return text <= theirs.sdp ? .keepOurs : .answerBeside
    }

    private mutating func takeAnswer(_ answer: SessionDescription, _ routing: Routing, _ index: Int) {
        let links = participants[index].links
        let link =
            if let session = routing.session {
                links.last { $0.negotiator.session == session }
            } else {
                links.last { $0.negotiator.state == .haveLocalOffer }
            }
        if routing.session == nil { participants[index].cursor = link?.id }
        guard let link else { return emit(.note(.stale)) }
        if let fault = fault(of: answer, routing) {
            guard link.negotiator.state == .haveLocalOffer else { return emit(.note(.stale)) }
            close(link.id, ofParticipantAt: index)
            return refuse(index, fault, routing)
        }
        if link.negotiator.state == .haveLocalOffer { markProved(link.id) }
        feed(.remoteAnswer(answer), to: link.id)
    }

    private mutating func takeCandidate(_ candidate: IceCandidate?, _ routing: Routing, _ index: Int) {
        let participant = participants[index]
        let link =
            if let session = routing.session {
                participant.links.last { $0.negotiator.session == session }
            } else {
                participant.links.last { $0.id == participant.cursor }
            }
        guard let link else { return emit(.note(.stale)) }
        feed(.remoteCandidate(candidate), to: link.id)
    }

    /// The answerer asks for a new generation; when one is under way already that is the answer.
    private mutating func takeNegotiate(_ reason: NegotiateReason, _ routing: Routing, _ index: Int) {
        guard !isDistrusted(index) else { return emit(.note(.unexpected)) }
        guard reason != .proof else { return takeRefusal(of: routing, index) }
        // Whoever began anew has none of our links and may have missed the offer that we wait on.
        guard reason != .reload else { return offer(toParticipantAt: index) }
        guard let newest = participants[index].links.last else { return offer(toParticipantAt: index) }
        guard routing.session == nil || routing.session == newest.negotiator.session else {
            return emit(.note(.stale))
        }
        guard newest.negotiator.role == .offerer else { return emit(.note(.unexpected)) }
        guard !newest.negotiator.isUnfinished else { return emit(.note(.duplicate)) }
        participants[index].trouble = nil
        offer(toParticipantAt: index)
    }
}
