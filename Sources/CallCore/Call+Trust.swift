// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// Who somebody is, beyond what the server says (Protocol.md section 7).
extension Call {
    /// What is known of a participant's connection.
    public enum Trust: Hashable, Sendable {
        /// There is none, or nothing can be known.
        case unknown
        /// They have the link's key, as we do.
        case byLink
        /// The person compared these words, and found them alike.
        case byWords(WordExchange.Words)
        /// These words can be compared.
        case open(WordExchange.Words)
        /// Earlier words were alike; since then there is another connection, with these, or none yet.
        case changed(WordExchange.Words?)
    }

    /// What is known of a participant's connection of now.
    public func trust(in participant: Participant) -> Trust {
        guard let link = participant.currentLink, link.path == .connected else { return .unknown }
        if link.isProved, isByLink(participant) { return .byLink }
        switch (link.words.words, participant.compared) {
        case (.some(let words), link.id): return .byWords(words)
        case (let words, .some): return .changed(words)
        case (.some(let words), .none): return .open(words)
        case (.none, .none): return .unknown
        }
    }

    /// False where the key says nothing of who has it: somebody got it at the door, over a network that may lie.
    func isByLink(_ participant: Participant) -> Bool { !isKeyLoose && !participant.isVisitor }

    // MARK: Seals

    /// Adds the proof to what names certificates.
    func sealed(_ message: SignalingMessage, _ routing: Routing) -> Routing {
        guard let seal = Seal(options.seal), let description = message.description, let room,
            let you, let peer = routing.peer, let session = routing.session
        else { return routing }
        var sealed = routing
        sealed.mac = seal.mac(description, at: Seal.Place(room: room, from: you, to: peer, session: session))
        return sealed
    }

    /// What is wrong with a peer's description; nil in rooms without a key.
    func fault(of description: SessionDescription, _ routing: Routing) -> ProofFault? {
        guard let seal = Seal(options.seal) else { return nil }
        // Without names nothing can be proved: that is a seed's server, or one that plays it.
        guard let room, let you, let peer = routing.peer, let session = routing.session else { return .missing }
        let place = Seal.Place(room: room, from: peer, to: you, session: session)
        return seal.fault(of: routing.mac, description, at: place)
    }

    /// Takes nothing of a peer's description; what works already goes on, as it proved itself.
    mutating func refuse(_ index: Int, _ fault: ProofFault, _ routing: Routing) {
        let participant = participants[index]
        if let room, let peer = participant.peer {
            emit(.send(.negotiate(.proof), room, Routing(peer: peer, session: routing.session)))
        }
        distrust(index, fault)
    }

    /// The peer found our description altered, or has another key; believed of what has not begun to work alone.
    mutating func takeRefusal(of routing: Routing, _ index: Int) {
        guard let session = routing.session else { return emit(.note(.unexpected)) }
        let link = participants[index].links.last { $0.negotiator.session == session }
        guard let link, link.negotiator.isUnfinished || link.path != .connected else { return emit(.note(.stale)) }
        close(link.id, ofParticipantAt: index)
        distrust(index, .refusedByPeer)
    }

    private mutating func distrust(_ index: Int, _ fault: ProofFault) {
        let participant = participants[index]
        if participant.links.isEmpty {
            participants[index].trouble = .unproven(fault)
        } else {
            watchCurrent(index)
        }
        guard !participant.hasShouted else { return emit(.note(.duplicate)) }
        participants[index].hasShouted = true
        emit(.notify(.unproven(participant.peer, name: participant.name, fault)))
    }

    mutating func markProved(_ id: LinkID) {
        guard options.seal != nil, let place = locate(id) else { return }
        participants[place.participant].links[place.link].isProved = true
    }

    /// After a wrong certificate or wrong words only the peer's coming anew begins again.
    func isDistrusted(_ index: Int) -> Bool {
        switch participants[index].trouble {
        case .insecure, .wordsDiffer: true
        case .unproven, .noPath, .engine, .none: false
        }
    }

    // MARK: Words

    mutating func openWords(_ id: LinkID, _ nonce: [UInt8]) {
        guard let place = locate(id) else { return emit(.note(.stale)) }
        let names = fingerprints(at: place)
        guard !names.isEmpty else { return emit(.note(.unexpected)) }
        let messages = participants[place.participant].links[place.link].words.open(
            nonce: nonce,
            language: language,
            fingerprints: names
        )
        for message in messages { emit(.sendWord(id, message)) }
    }

    mutating func takeWord(_ message: WordMessage, of id: LinkID) {
        guard let place = locate(id) else { return emit(.note(.stale)) }
        let names = fingerprints(at: place)
        let messages = participants[place.participant].links[place.link].words.take(message, fingerprints: names)
        for message in messages { emit(.sendWord(id, message)) }
        if participants[place.participant].links[place.link].words.state == .broken { giveUp(id, .insecure) }
    }

    /// The person's word on the words that were on the screen, which must be those of now.
    mutating func compared(_ peer: PeerID?, _ words: [String], areAlike: Bool) {
        guard let index = index(of: peer), let link = participants[index].currentLink,
            link.words.words?.list == words
        else { return emit(.note(.stale)) }
        participants[index].hasChanged = false
        guard !areAlike else { return participants[index].compared = link.id }
        participants[index].compared = nil
        for link in participants[index].links { close(link.id, ofParticipantAt: index) }
        participants[index].trouble = .wordsDiffer
    }

    /// Says once that what was compared is not what is in use.
    mutating func shoutIfWordsChanged(_ index: Int) {
        let participant = participants[index]
        guard let compared = participant.compared, let link = participant.currentLink, link.id != compared,
            !(link.isProved && isByLink(participant)), !participant.hasChanged
        else { return }
        participants[index].hasChanged = true
        emit(.notify(.wordsChanged(participant.peer, name: participant.name)))
    }

    private func fingerprints(at place: Place) -> [String] {
        let negotiator = participants[place.participant].links[place.link].negotiator
        guard let offer = negotiator.offer?.sdp, let answer = negotiator.answer?.sdp else { return [] }
        let both = Set(Seal.fingerprints(in: offer) + Seal.fingerprints(in: answer))
        return both.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

extension SignalingMessage {
    /// What names certificates.
    fileprivate var description: SessionDescription? {
        switch self {
        case .offer(let description), .answer(let description): description
        case .ice, .negotiate, .state: nil
        }
    }
}
