// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// Coming, going, and the server between.
extension Call {
    mutating func handleUser(_ event: UserEvent) {
        switch event {
        case .join(let room, let options): join(room, options)
        case .leave: leave()
        case .localState(let state): announce(state)
        case .door(let request): ask(request)
        case .keys(let keys): (options.admission, options.seal) = (keys?.admission, keys?.seal)
        case .moved(let keys, let isProved): moved(keys, isProved)
        case .compared(let peer, let words, let areAlike): compared(peer, words, areAlike: areAlike)
        }
    }

    private mutating func moved(_ keys: RoomKeys, _ isProved: Bool) {
        guard room != nil else { return emit(.note(.unexpected)) }
        (options.admission, options.seal) = (keys.admission, keys.seal)
        isKeyLoose = isKeyLoose || !isProved
        isServerReachable = true
    }

    mutating func handleSignaling(_ input: SignalingInput) {
        switch input {
        case .connected: channelConnected()
        case .lost: channelLost()
        case .joinSent: joinSent()
        case .joined(let acknowledgement): seated(acknowledgement)
        case .refused(let refusal): refused(refusal)
        case .welcome(let peer): takeWelcome(peer)
        case .message(let message, let routing): takeMessage(message, routing)
        case .bye(let peer, let reason): takeBye(peer, reason)
        case .door(let event): takeDoor(event)
        }
    }

    mutating func giveUpWithoutMedia() {
        switch phase {
        case .joining(let room), .knocking(let room), .joined(let room, _):
            emit(.leaveRoom(room))
            end(.mediaUnusable)
        case .idle, .leaving, .ended: emit(.note(.unexpected))
        }
    }

    mutating func finishLeaving() {
        guard case .leaving = phase else { return }
        phase = .ended(.left)
    }

    mutating func takeBye(_ peer: PeerID, _ reason: ByeReason) {
        guard room != nil else { return emit(.note(.unexpected)) }
        guard peer != you else { return reason == .removed ? end(.removed) : emit(.note(.unexpected)) }
        guard let index = index(of: peer) else { return forgetKnocker(peer) }
        // Their server connection may be all that died: as long as media flows they are here, and they will re-join.
        switch (reason, participants[index].connection) {
        case (.lost, .connected), (.lost, .reconnecting):
            participants[index].isDeparted = true
            awaitReturn(index)
        case (_, _): remove(at: index, reason)
        }
    }

    /// Removes a participant with all links.
    mutating func remove(at index: Int, _ reason: ByeReason) {
        let gone = participants.remove(at: index)
        if let peer = gone.peer { departed = departed.suffix(31) + [peer] }
        for link in gone.links { emit(.close(link.id)) }
        emit(.notify(.went(gone.peer, name: gone.name, reason)))
    }

    func index(of peer: PeerID?) -> Int? { participants.firstIndex { $0.peer == peer } }

    /// Finds a participant or makes one; nil when there are as many as there can be.
    mutating func admit(_ peer: RemotePeer) -> (index: Int, isNew: Bool)? {
        let known = index(of: peer.id)
        guard known != nil || participants.count < Self.participantLimit else {
            emit(.note(.stranger))
            return nil
        }
        let index = known ?? participants.count
        if known == nil { participants.append(Participant(peer: peer.id)) }
        if let name = peer.name { participants[index].name = name }
        if peer.isJoom {
            participants[index].isJoom = true
            participants[index].isGuest = peer.isGuest
            participants[index].canFollow = peer.canFollow
            participants[index].hasForeignPage = peer.hasForeignPage
            participants[index].isVisitor = peer.isVisitor
            participants[index].videoCodecs = peer.videoCodecs
        }
        participants[index].isDeparted = false
        departed.removeAll { $0 == peer.id }
        return (index, known == nil)
    }

    private mutating func join(_ room: RoomName, _ options: JoinOptions) {
        switch phase {
        case .idle, .ended:
            phase = .joining(room)
            self.options = options
            you = nil
            iceServers = []
            participants = []
            departed = []
            isServerReachable = true
            door = RoomDoor()
            owesLock = false
            handedKey = nil
            isKeyLoose = options.isKeyLoose
            awaitsSeat = false
            emit(.openChannel)
        case .joining, .knocking, .joined, .leaving: emit(.note(.unexpected))
        }
    }

    private mutating func leave() {
        switch phase {
        case .joining(let room), .knocking(let room), .joined(let room, _):
            phase = .leaving(room)
            emit(.leaveRoom(room))
            closeEverything()
        case .idle, .leaving, .ended: emit(.note(.unexpected))
        }
    }

    mutating func end(_ reason: End) {
        phase = .ended(reason)
        closeEverything()
    }

    /// Closes all connections and forgets who was there.
    mutating func dropEveryone() {
        for link in participants.flatMap(\.links) { emit(.close(link.id)) }
        participants = []
    }

    private mutating func closeEverything() {
        dropEveryone()
        emit(.closeChannel)
        emit(.closeDown)
    }

    private mutating func announce(_ state: MediaState) {
        localState = state
        guard let room else { return }
        emit(.send(.state(state), room, Routing()))
        for link in participants.flatMap(\.links) where link.path == .connected { emit(.sendState(link.id, state)) }
    }

    private mutating func channelConnected() {
        switch phase {
        case .joining(let room): emit(.join(room, options))
        case .knocking(let room), .joined(let room, _):
            emit(.join(room, options))
            guard !isServerReachable else { return }
            isServerReachable = true
            emit(.notify(.serverBack))
        case .idle, .leaving, .ended: emit(.note(.unexpected))
        }
    }

    private mutating func channelLost() {
        switch phase {
        case .joining: end(.unreachable)
        case .knocking, .joined:
            dropUnfinished()
            guard isServerReachable else { return }
            isServerReachable = false
            emit(.notify(.serverLost))
        case .idle, .leaving, .ended: emit(.note(.unexpected))
        }
    }

    /// Gives up what cannot finish.
    ///
    /// The description that is owed was or will be lost with the connection, and a late one would be taken for the
    /// answer to a newer offer. Our re-join makes the others offer anew.
    private mutating func dropUnfinished() {
        for index in participants.indices {
            participants[index].seenOffers = []
            participants[index].cursor = nil
            participants[index].offersNext = false
            for link in participants[index].links where link.negotiator.isUnfinished { emit(.close(link.id)) }
            participants[index].links.removeAll { $0.negotiator.isUnfinished }
        }
        participants.removeAll { $0.peer == nil && $0.links.isEmpty }
    }

    private mutating func joinSent() {
        switch phase {
        case .joining(let room):
            phase = .joined(room, isConfirmed: false)
            emit(.send(.state(localState), room, Routing()))
        case .knocking, .joined: break
        case .idle, .leaving, .ended: emit(.note(.unexpected))
        }
    }

    private mutating func seated(_ acknowledgement: JoinAcknowledgement) {
        switch phase {
        case .joining(let room), .knocking(let room), .joined(let room, _): phase = .joined(room, isConfirmed: true)
        case .idle, .leaving, .ended: return emit(.note(.unexpected))
        }
        you = acknowledgement.you
        iceServers = acknowledgement.iceServers
        enterDoor(of: acknowledgement)
        options.resume = acknowledgement.resume
        awaitsSeat = false
        removeAbsent(from: acknowledgement)
        for peer in acknowledgement.peers where peer.id != you { expect(peer) }
        if let room { emit(.send(.state(localState), room, Routing())) }
    }

    private mutating func removeAbsent(from acknowledgement: JoinAcknowledgement) {
        let present = Set(acknowledgement.peers.compactMap(\.id))
        for peer in participants.map(\.peer) {
            if let peer, present.contains(peer) { continue }
            guard let index = index(of: peer) else { continue }
            if participants[index].connection == .connected {
                participants[index].isDeparted = true
            } else {
                remove(at: index, .lost)
            }
        }
    }

    /// Those who were there before us offer; whoever forgets is asked.
    private mutating func expect(_ peer: RemotePeer) {
        guard let index = admit(peer)?.index else { return }
        guard let id = peer.id, participants[index].links.isEmpty else { return }
        emit(.startTimer(.offerMissing(id), timing.offerMissing))
    }

    private mutating func refused(_ refusal: SignalingRefusal) {
        switch (phase, refusal.code) {
        case (.joined(_, isConfirmed: true), .rate), (.joined(_, isConfirmed: true), .unavailable):
            // The seat was ours: a server that starts anew under load is asked again, media goes on.
            awaitSeat(for: timing.rejoin)
        case (.joining(let room), .locked), (.joined(let room, isConfirmed: false), .locked): beginKnocking(at: room)
        case (.knocking, .locked), (.knocking, .rate), (.knocking, .unavailable), (.joined, .locked):
            // Whose seat is gone, but not their media, waits for the owner in the call.
            awaitSeat(for: timing.knockAgain)
        case (.knocking, .denied): end(.denied)
        case (.joining, _), (.knocking, _), (.joined, _): end(.refused(refusal))
        case (.idle, _), (.leaving, _), (.ended, _): emit(.note(.unexpected))
        }
    }
}
