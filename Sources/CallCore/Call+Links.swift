// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// PeerConnections: making them, keeping one until its successor works.
extension Call {
    mutating func handleLink(_ id: LinkID, _ event: LinkEvent) {
        defer { offerAfterAnswers() }
        switch event {
        case .built: feed(.built, to: id)
        case .described(let description): feed(.described(description), to: id)
        case .applied: feed(.applied, to: id)
        case .operationFailed: feed(.failed, to: id)
        case .localCandidate(let candidate): tellCandidate(candidate, of: id)
        case .path(let path): pathChanged(id, path)
        case .fingerprintMismatch: giveUp(id, .insecure)
        case .broke: giveUp(id, .engine)
        case .firstPicture(let width, let height):
            guard let place = locate(id) else { return emit(.note(.stale)) }
            participants[place.participant].links[place.link].pictureSize = Link.PictureSize(
                width: width,
                height: height
            )
            promoteNext(place.participant)
        case .peerState(let state):
            guard let place = locate(id) else { return emit(.note(.stale)) }
            participants[place.participant].media = state
        case .channelOpen(let nonce): openWords(id, nonce)
        case .word(let message): takeWord(message, of: id)
        }
    }

    mutating func handleTimer(_ timer: Timer) {
        switch timer {
        case .establish(let id): establishTimeout(id)
        case .restore(let id):
            guard let place = locate(id), path(at: place) == .disconnected, place.link == 0 else { return }
            mend(place.participant)
        case .retry(let id): retry(id)
        case .rebuild(let id):
            guard room != nil, isServerReachable, let place = locate(id) else { return }
            // A newer generation, whoever began it, is younger than the wish.
            guard participants[place.participant].links.last?.id == id else { return }
            offer(toParticipantAt: place.participant)
        case .takeOver(let id):
            guard let place = locate(id) else { return }
            participants[place.participant].links[place.link].isOverdue = true
            promoteNext(place.participant)
        case .offerMissing(let peer): offerMissing(from: peer)
        case .answerMissing(let id):
            guard let place = locate(id) else { return }
            let link = participants[place.participant].links[place.link]
            if link.negotiator.isOfferUnanswered { offer(toParticipantAt: place.participant) }
        case .departed(let peer):
            if let index = index(of: peer) { removeIfDeparted(index) }
        case .rejoin:
            askForSeat()
        }
    }

    /// Makes up for welcomes that waited for an answer of ours; an event ends one answer at the most.
    private mutating func offerAfterAnswers() {
        guard let index = participants.firstIndex(where: { $0.offersNext && !$0.owesAnswer }) else { return }
        participants[index].offersNext = false
        if room != nil { offer(toParticipantAt: index) }
    }

    /// An unnamed peer takes a candidate for one of the description that it heard last.
    private mutating func tellCandidate(_ candidate: IceCandidate?, of id: LinkID) {
        guard let place = locate(id) else { return emit(.note(.stale)) }
        let participant = participants[place.participant]
        let newest = participant.links.last { $0.negotiator.hasSpoken }
        if participant.peer == nil, let newest, newest.id != id {
            guard participant.links[place.link].negotiator.isOfferUnanswered else { return emit(.note(.stale)) }
            participants[place.participant].links[place.link].negotiator.holdsCandidates = true
        }
        feed(.localCandidate(candidate), to: id)
    }

    /// Gives a negotiation an event and passes on what it wants; a stale link is nobody.
    mutating func feed(_ event: Negotiator.Event, to id: LinkID) {
        guard let place = locate(id) else { return emit(.note(.stale)) }
        let peer = participants[place.participant].peer
        let effects = participants[place.participant].links[place.link].negotiator.handle(event)
        let session = participants[place.participant].links[place.link].negotiator.session
        for effect in effects {
            switch effect {
            case .run(.build): emit(.build(id, peer: peer, configuration(at: place)))
            case .run(let operation): emit(.run(id, operation))
            case .send(let message):
                if let room { emit(.send(message, room, sealed(message, Routing(peer: peer, session: session)))) }
            case .close: giveUp(id, .engine)
            case .ignored: emit(.note(.stale))
            }
        }
    }

    /// Adds a generation behind the current one, which stays while it may be of use; more than two never live.
    ///
    /// With `besideUnfinished` an unanswered offer of ours stays as well.
    @discardableResult
    mutating func addLink(
        _ negotiator: Negotiator,
        toParticipantAt index: Int,
        besideUnfinished: Bool = false
    ) -> LinkID {
        lastLink += 1
        let link = Link(id: LinkID(lastLink), negotiator: negotiator)
        var kept = participants[index].links
        if let current = kept.first, !current.isWorthKeeping, !besideUnfinished {
            emit(.close(current.id))
            kept.removeFirst()
        }
        for outdated in kept.dropFirst() { emit(.close(outdated.id)) }
        participants[index].links = Array(kept.prefix(1)) + [link]
        feed(.start, to: link.id)
        if participants[index].links.count == 1 {
            emit(.show(link.id, peer: participants[index].peer))
            shoutIfWordsChanged(index)
        }
        emit(.startTimer(.establish(link.id), timing.establish))
        return link.id
    }

    /// Closes a link of a participant who stays; at once, unless it gives way while it works.
    mutating func close(_ id: LinkID, ofParticipantAt index: Int, givesWay: Bool = false) {
        let wasCurrent = participants[index].links.first?.id == id
        participants[index].links.removeAll { $0.id == id }
        emit(givesWay ? .retire(id) : .close(id))
        if wasCurrent, let current = participants[index].links.first {
            emit(.show(current.id, peer: participants[index].peer))
            shoutIfWordsChanged(index)
        }
    }

    typealias Place = (participant: Int, link: Int)

    func locate(_ id: LinkID) -> (participant: Int, link: Int)? {
        for (index, participant) in participants.enumerated() {
            if let link = participant.links.firstIndex(where: { $0.id == id }) { return (index, link) }
        }
        return nil
    }

    func path(at place: Place) -> Link.Path { participants[place.participant].links[place.link].path }

    private func configuration(at place: Place) -> Link.Configuration {
        let participant = participants[place.participant]
        let negotiator = participant.links[place.link].negotiator
        let hasDataChannel =
            switch negotiator.role {
            case .offerer: participant.isJoom
            case .answerer: negotiator.offer?.sdp.contains("m=application") ?? false
            }
        return Link.Configuration(
            role: negotiator.role,
            iceServers: iceServers,
            hasDataChannel: hasDataChannel,
            videoCodecs: participant.videoCodecs
        )
    }

    private mutating func pathChanged(_ id: LinkID, _ path: Link.Path) {
        guard let place = locate(id) else { return emit(.note(.stale)) }
        participants[place.participant].links[place.link].path = path
        switch path {
        case .new, .connecting, .closed: break
        case .connected: connected(place)
        case .disconnected:
            emit(.startTimer(.restore(id), timing.restore))
            promoteNext(place.participant)
            awaitReturn(place.participant)
        case .failed:
            if place.link > 0 {
                dropNext(id, ofParticipantAt: place.participant)
            } else if !removeIfDeparted(place.participant), !promoteNext(place.participant) {
                mend(place.participant)
            }
        }
    }

    private mutating func connected(_ place: Place) {
        let link = participants[place.participant].links[place.link]
        participants[place.participant].hasConnected = true
        participants[place.participant].attempts = 0
        participants[place.participant].trouble = nil
        emit(.sendState(link.id, localState))
        if let room { emit(.send(.state(localState), room, Routing())) }
        promoteNext(place.participant)
        if place.link > 0, locate(link.id)?.link != 0 { emit(.startTimer(.takeOver(link.id), timing.takeOver)) }
    }

    /// Lets the next link take the current one's place when it is time; true when there is a next link at all.
    ///
    /// While the current one works, the next first shows that it brings something. A peer with a name is surely the
    /// same one; without names the next link may lead to a third person, so the current one stays while it works, and
    /// one that does not come into its own in time is dropped.
    @discardableResult
    private mutating func promoteNext(_ index: Int) -> Bool {
        let links = participants[index].links
        guard let current = links.first, let next = links.dropFirst().first else { return false }
        let isTime =
            switch current.path {
            case .connected: participants[index].peer != nil && next.isReadyToTakeOver
            case .new, .connecting, .disconnected: next.path == .connected
            case .failed, .closed: true
            }
        if isTime { close(current.id, ofParticipantAt: index, givesWay: current.path == .connected) }
        return true
    }

    /// Whoever the server lost, and whose media stopped, may have changed networks and be back soon.
    mutating func awaitReturn(_ index: Int) {
        guard participants[index].isDeparted, participants[index].connection != .connected else { return }
        guard let peer = participants[index].peer else { return remove(at: index, .lost) }
        emit(.startTimer(.departed(peer), timing.departed))
    }

    @discardableResult
    private mutating func removeIfDeparted(_ index: Int) -> Bool {
        guard participants[index].isDeparted, participants[index].connection != .connected else { return false }
        remove(at: index, .lost)
        return true
    }

    /// A link that is broken or not to be trusted goes; nothing is tried by itself.
    mutating func giveUp(_ id: LinkID, _ trouble: Participant.Trouble) {
        guard let place = locate(id) else { return emit(.note(.stale)) }
        let participant = participants[place.participant]
        if trouble == .insecure { emit(.notify(.insecure(participant.peer, name: participant.name))) }
        close(id, ofParticipantAt: place.participant)
        if trouble == .insecure {
            // Somebody is in the middle: what has not proved itself goes as well.
            for other in participants[place.participant].links where other.path != .connected {
                close(other.id, ofParticipantAt: place.participant)
            }
        }
        if participants[place.participant].links.isEmpty { participants[place.participant].trouble = trouble }
        watchCurrent(place.participant)
        removeIfDeparted(place.participant)
    }
}
