// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// Locked rooms, from both sides of the door (Protocol.md section 3).
extension Call {
    /// True when the room is ours to lock.
    public var isOwner: Bool { you != nil && door.owner == you }

    mutating func ask(_ request: DoorRequest) {
        guard let room, isOwner, isServerReachable else { return emit(.note(.unexpected)) }
        switch request {
        case .lock(let isLocked):
            guard door.isLocked != isLocked else { return emit(.note(.duplicate)) }
            // The server tells only the others.
            door.isLocked = isLocked
            owesLock = false
            if !isLocked { door.clear() }
            emit(.notify(.door(.locked(isLocked))))
        case .admit(let peer), .deny(let peer):
            guard door.withdraw(peer) else { return emit(.note(.stranger)) }
        case .remove(let peer), .handOver(let peer):
            guard index(of: peer) != nil else { return emit(.note(.stranger)) }
        }
        emit(.request(request, room))
    }

    mutating func takeDoor(_ event: DoorEvent) {
        switch (event, phase) {
        case (.closing(let time), .joining), (.closing(let time), .knocking), (.closing(let time), .joined):
            emit(.notify(.door(.serverCloses(time))))
        case (.admit(let key), .knocking(let room)), (.admit(let key), .joined(let room, _)):
            // An admission that crossed our own asking comes when we have the seat: joining anew would disturb the others.
            guard awaitsSeat else { return emit(.note(.duplicate)) }
            if let key { take(key) }
            emit(.join(room, options))
        case (.deny, .knocking), (.deny, .joined):
            guard awaitsSeat else { return emit(.note(.duplicate)) }
            end(.denied)
        case (_, .joined): takeDoorInside(event)
        case (_, _): emit(.note(.unexpected))
        }
    }

    /// The key is for somebody who came without; nobody can give us another than the link's.
    private mutating func take(_ key: HandedKey) {
        guard options.takesKey else { return emit(.note(.unexpected)) }
        options.takesKey = false
        (options.admission, options.seal) = (key.keys.admission, key.keys.seal)
        handedKey = key.key
        isKeyLoose = true
    }

    mutating func beginKnocking(at room: RoomName) {
        phase = .knocking(room)
        // Nobody in a room speaks to those outside; a hostile server may say otherwise.
        dropEveryone()
        emit(.notify(.door(.waiting)))
        awaitSeat(for: timing.knockAgain)
    }

    /// Asks again after a while, unless the seat comes first.
    mutating func awaitSeat(for time: Duration) {
        awaitsSeat = true
        emit(.startTimer(.rejoin, time))
    }

    /// Asks once more for the seat that we wait for, or had.
    mutating func askForSeat() {
        guard awaitsSeat, isServerReachable else { return }
        switch phase {
        case .knocking(let room), .joined(let room, _): emit(.join(room, options))
        case .idle, .joining, .leaving, .ended: break
        }
    }

    /// Takes the door as the server knows it; one that was started anew, or that we moved to, has forgotten the lock.
    mutating func enterDoor(of acknowledgement: JoinAcknowledgement) {
        let wasLocked = door.isLocked
        door = RoomDoor(owner: acknowledgement.owner, isLocked: acknowledgement.isLocked)
        owesLock = wasLocked && !door.isLocked && isOwner
        if wasLocked, !door.isLocked, !owesLock { emit(.notify(.door(.locked(false)))) }
    }

    /// Locks the room as it was, but nobody out who is on the way back.
    mutating func lockAgain() {
        guard owesLock, let room, isServerReachable, !participants.contains(where: \.isDeparted) else { return }
        owesLock = false
        guard isOwner else { return emit(.notify(.door(.locked(false)))) }
        door.isLocked = true
        emit(.notify(.door(.locked(true))))
        emit(.request(.lock(true), room))
    }

    /// Whoever knocked is gone again.
    mutating func forgetKnocker(_ peer: PeerID) {
        if !door.withdraw(peer) { emit(.note(.stranger)) }
    }

    private mutating func takeDoorInside(_ event: DoorEvent) {
        switch event {
        case .knock(let peer):
            guard let id = peer.id, isOwner, door.knock(peer) else { return emit(.note(.unexpected)) }
            emit(.notify(.door(.knocked(id, name: peer.name))))
        case .owner(let owner):
            guard owner != door.owner else { return emit(.note(.duplicate)) }
            door.owner = owner
            door.clear()
            if isOwner { emit(.notify(.door(.becameOwner))) }
        case .lock(let isLocked):
            guard door.isLocked != isLocked else { return emit(.note(.duplicate)) }
            door.isLocked = isLocked
            emit(.notify(.door(.locked(isLocked))))
        case .refused(let refusal): emit(.notify(.door(.refused(refusal))))
        case .admit, .deny, .closing: break
        }
    }
}
