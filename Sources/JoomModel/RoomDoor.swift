// SPDX-License-Identifier: GPL-3.0-or-later

/// Who has the say over a room, and who waits to get in (Protocol.md section 3).
public struct RoomDoor: Hashable, Sendable {
    /// More than wait at any server's door, so that a hostile one cannot fill our memory with knockers.
    public static let knockerLimit = 32

    /// Who may lock the room, admit people and remove them; nil on a seed server.
    public var owner: PeerID?
    /// Nobody gets in without the owner's word.
    public var isLocked: Bool
    /// Who waits outside, in the order they came; only the owner is told of them.
    public private(set) var knockers: [RemotePeer] = []

    /// Describes a door before which nobody waits.
    public init(owner: PeerID? = nil, isLocked: Bool = false) {
        self.owner = owner
        self.isLocked = isLocked
    }

    /// Somebody waits.
    ///
    /// - Parameter peer: they, with the id that they will have inside.
    /// - Returns: false when they have no id, wait already, or are one too many.
    public mutating func knock(_ peer: RemotePeer) -> Bool {
        guard peer.id != nil, !knockers.contains(where: { $0.id == peer.id }),
            knockers.count < Self.knockerLimit
        else { return false }
        knockers.append(peer)
        return true
    }

    /// Somebody waits no more.
    ///
    /// - Parameter peer: they.
    /// - Returns: false when they did not wait.
    public mutating func withdraw(_ peer: PeerID) -> Bool {
        let before = knockers.count
        knockers.removeAll { $0.id == peer }
        return knockers.count != before
    }

    /// Forgets who waits: another is told of them now.
    public mutating func clear() { knockers = [] }
}

/// What an owner asks of the server; it refuses others.
public enum DoorRequest: Hashable, Sendable {
    /// Close the door, or open it and let in who waits.
    case lock(Bool)
    /// Let in somebody who waits.
    case admit(PeerID)
    /// Do not let them in, now or later.
    case deny(PeerID)
    /// Put a member out; they have to knock from then on.
    case remove(PeerID)
    /// Make another member the owner.
    case handOver(PeerID)
}

/// What the server says of a room's door, and of its own.
public enum DoorEvent: Hashable, Sendable {
    /// Somebody waits outside; said to the owner only.
    case knock(RemotePeer)
    /// The room has another owner.
    case owner(PeerID)
    /// The owner locked the room, or unlocked it.
    case lock(Bool)
    /// The owner lets us in: we may join now, with this key where we had none.
    case admit(HandedKey?)
    /// The owner does not.
    case deny
    /// The server stops within this time; another one is expected in its place.
    case closing(Duration)
    /// The server did not do what we asked as the owner.
    case refused(SignalingRefusal)
}

/// What a person should hear of a room's door.
public enum DoorNotice: Hashable, Sendable {
    /// Somebody waits for our word.
    case knocked(PeerID, name: String?)
    /// The room is locked and its owner was asked.
    case waiting
    /// We have the say over the room now.
    case becameOwner
    /// The room was locked or unlocked.
    case locked(Bool)
    /// The server stops within this time, and the call goes on.
    case serverCloses(Duration)
    /// The server did not do what we asked as the owner.
    case refused(SignalingRefusal)
}
