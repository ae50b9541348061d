// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// What is done when a path does not come, is lost, or will be.
extension Call {
    /// Makes a new generation of every connection, beside the one in use: whoever answers asks for it.
    ///
    /// A peer without a name may be a seed's page, which cannot take another offer while it has a connection. With the
    /// server out of reach nothing can be said; our re-join will make the others offer.
    mutating func networkChanged() {
        guard let room, isServerReachable else { return }
        for participant in participants {
            guard let peer = participant.peer, let newest = participant.links.last else { continue }
            switch newest.negotiator.role {
            // One generation an event: each is named by the bits of its own.
            case .offerer: emit(.startTimer(.rebuild(newest.id), .zero))
            case .answerer:
                emit(.send(.negotiate(.network), room, Routing(peer: peer, session: newest.negotiator.session)))
            }
        }
    }

    mutating func establishTimeout(_ id: LinkID) {
        guard let place = locate(id) else { return }
        switch (place.link, path(at: place)) {
        case (0, .new), (0, .connecting): mend(place.participant)
        case (0, .connected), (0, .disconnected), (0, .failed), (0, .closed): break
        case (_, _): dropNext(id, ofParticipantAt: place.participant)
        }
    }

    /// The successor did not work; if the current link does not either, mending goes on from there.
    mutating func dropNext(_ id: LinkID, ofParticipantAt index: Int) {
        close(id, ofParticipantAt: index)
        watchCurrent(index)
    }

    /// Sees to it that a link which was left alone, because its successor would mend everything, is mended itself.
    mutating func watchCurrent(_ index: Int) {
        guard let current = participants[index].currentLink else { return }
        switch current.path {
        case .disconnected, .failed: mend(index)
        case .new, .connecting: emit(.startTimer(.establish(current.id), timing.establish))
        case .connected, .closed: break
        }
    }

    /// The current link does not work: the offerer makes a new generation, the answerer asks for one.
    mutating func mend(_ index: Int) {
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

    mutating func retry(_ id: LinkID) {
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

    mutating func offerMissing(from peer: PeerID) {
        guard let room, isServerReachable, let index = index(of: peer) else { return }
        let participant = participants[index]
        guard participant.links.isEmpty, participant.trouble == nil else { return }
        guard participant.attempts < participant.attemptLimit else { return exhausted(index) }
        participants[index].attempts += 1
        emit(.send(.negotiate(.reload), room, Routing(peer: peer)))
        emit(.startTimer(.offerMissing(peer), timing.offerMissing))
    }
}
