// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// PeerConnections: making them, keeping one until its successor works, mending.
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
        case .peerState(let state):
            guard let place = locate(id) else { return emit(.note(.stale)) }
            participants[place.participant].media = state
        }
    }

    mutating func handleTimer(_ timer: Timer) {
        switch timer {
        case .establish(let id): establishTimeout(id)
        case .restore(let id):
            guard let place = locate(id), path(at: place) == .disconnected, place.link == 0 else { return }
            mend(place.participant)
        case .retry(let id): retry(id)
        case .offerMissing(let peer): offerMissing(from: peer)
        case .answerMissing(let id):
            guard let place = locate(id) else { return }
            let link = participants[place.participant].links[place.link]
            if link.negotiator.isOfferUnanswered { offer(toParticipantAt: place.participant) }
        case .rejoin:
            guard let room, isServerReachable else { return }
            emit(.join(room, options))
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
                if let room { emit(.send(message, room, Routing(peer: peer, session: session))) }
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
        if participants[index].links.count == 1 { emit(.show(link.id, peer: participants[index].peer)) }
        emit(.startTimer(.establish(link.id), timing.establish))
        return link.id
    }

    /// Closes a link of a participant who stays.
    mutating func close(_ id: LinkID, ofParticipantAt index: Int) {
        let wasCurrent = participants[index].links.first?.id == id
        participants[index].links.removeAll { $0.id == id }
        emit(.close(id))
        if wasCurrent, let current = participants[index].links.first {
            emit(.show(current.id, peer: participants[index].peer))
        }
    }

    private typealias Place = (participant: Int, link: Int)

    private func locate(_ id: LinkID) -> (participant: Int, link: Int)? {
        for (index, participant) in participants.enumerated() {
            if let link = participant.links.firstIndex(where: { $0.id == id }) { return (index, link) }
        }
        return nil
    }

    private func path(at place: Place) -> Link.Path { participants[place.participant].links[place.link].path }

    private func configuration(at place: Place) -> Link.Configuration {
        let participant = participants[place.participant]
        let negotiator = participant.links[place.link].negotiator
        let hasDataChannel =
            switch negotiator.role {
            case .offerer: participant.isJoom
            case .answerer: negotiator.offer?.sdp.contains("m=application") ?? false
            }
        return Link.Configuration(role: negotiator.role, iceServers: iceServers, hasDataChannel: hasDataChannel)
    }

    private mutating func pathChanged(_ id: LinkID, _ path: Link.Path) {
        guard let place = locate(id) else { return emit(.note(.stale)) }
        participants[place.participant].links[place.link].path = path
        switch path {
        case .new, .connecting, .closed: break
        case .connected: connected(place)
        case .disconnected:
            emit(.startTimer(.restore(id), timing.restore))
            if !removeIfDeparted(place.participant) { promoteNext(place.participant) }
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
    }

    /// Lets the next link take the current one's place when it is time; true when there is a next link at all.
    ///
    /// A peer with a name is surely the same one. Without names the next link may lead to a third person, so the
    /// current one stays while it works; one that does not come into its own in time is dropped.
    @discardableResult
    private mutating func promoteNext(_ index: Int) -> Bool {
        let links = participants[index].links
        guard let current = links.first, let next = links.dropFirst().first else { return false }
        let isOurs = participants[index].peer != nil || current.path != .connected
        if current.path == .failed || (next.path == .connected && isOurs) { close(current.id, ofParticipantAt: index) }
        return true
    }

    @discardableResult
    private mutating func removeIfDeparted(_ index: Int) -> Bool {
        guard participants[index].isDeparted, participants[index].connection != .connected else { return false }
        remove(at: index, .lost)
        return true
    }

    /// A link that is broken or not to be trusted goes; nothing is tried by itself.
    private mutating func giveUp(_ id: LinkID, _ trouble: Participant.Trouble) {
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

    private mutating func establishTimeout(_ id: LinkID) {
        guard let place = locate(id) else { return }
        switch (place.link, path(at: place)) {
        case (0, .new), (0, .connecting): mend(place.participant)
        case (0, .connected), (0, .disconnected), (0, .failed), (0, .closed): break
        case (_, _): dropNext(id, ofParticipantAt: place.participant)
        }
    }

    /// The successor did not work; if the current link does not either, mending goes on from there.
    private mutating func dropNext(_ id: LinkID, ofParticipantAt index: Int) {
        close(id, ofParticipantAt: index)
        watchCurrent(index)
    }

    /// Sees to it that a link which was left alone, because its successor would mend everything, is mended itself.
    private mutating func watchCurrent(_ index: Int) {
        guard let current = participants[index].currentLink else { return }
        switch current.path {
        case .disconnected, .failed: mend(index)
        case .new, .connecting: emit(.startTimer(.establish(current.id), timing.establish))
        case .connected, .closed: break
        }
    }

    /// The current link does not work: the offerer makes a new generation, the answerer asks for one.
    private mutating func mend(_ index: Int) {
        let participant = participants[index]
        guard let link = participant.currentLink, participant.links.count == 1 else { return }
        guard participant.attempts < participant.attemptLimit else { return exhausted(index) }
        participants[index].attempts += 1
        let delay = timing.backOff.dropFirst(participant.attempts).first ?? timing.backOff.last ?? timing.establish
        switch link.negotiator.role {
        case .offerer:
            if participant.attempts == 0 { return offer(toParticipantAt: index) }
            emit(.startTimer(.retry(link.id), delay))
        case .answerer:
            if let room, let peer = participant.peer {
                let routing = Routing(peer: peer, session: link.negotiator.session)
                emit(.send(.negotiate(.iceFailed), room, routing))
                emit(.startTimer(.retry(link.id), delay))
            } else {
                // Nobody can be asked: a seed server passes no such wish on. The peer may offer by itself; else we do.
                emit(.startTimer(.retry(link.id), timing.offerMissing))
            }
        }
    }

    private mutating func retry(_ id: LinkID) {
        guard let place = locate(id), place.link == 0, path(at: place) != .connected else { return }
        guard participants[place.participant].links.count == 1 else { return }
        switch (participants[place.participant].links[place.link].negotiator.role, participants[place.participant].peer)
        {
        case (.offerer, _), (.answerer, .none): offer(toParticipantAt: place.participant)
        case (.answerer, .some): mend(place.participant)
        }
    }

    private mutating func exhausted(_ index: Int) {
        if participants[index].peer == nil, participants[index].hasConnected {
            // Without a server that says good-bye this is how a peer's going shows.
            remove(at: index, .lost)
        } else {
            participants[index].trouble = .noPath
        }
    }

    private mutating func offerMissing(from peer: PeerID) {
        guard let room, isServerReachable, let index = index(of: peer) else { return }
        let participant = participants[index]
        guard participant.links.isEmpty, participant.trouble == nil else { return }
        guard participant.attempts < participant.attemptLimit else { return exhausted(index) }
        participants[index].attempts += 1
        emit(.send(.negotiate(.reload), room, Routing(peer: peer)))
        emit(.startTimer(.offerMissing(peer), timing.offerMissing))
    }
}
