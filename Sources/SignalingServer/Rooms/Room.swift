// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore

/// SHA-256 of an `admission` proof: the server never keeps the proof itself (Protocol.md section 7).
struct AdmissionHash: Hashable, Sendable {
    let bytes: [UInt8]
}

/// Somebody in a room.
struct Member: Hashable, Sendable {
    /// How others know them.
    let id: PeerID
    /// Where they are reached.
    var connection: SocketID
    /// What they say of themselves; nil for a seed-style member.
    var introduction: Introduction?
    /// The token that gives this id back to them; unused by a seed-style member.
    var resume: String

    /// What a member said when joining.
    struct Introduction: Hashable, Sendable {
        let name: String?
        let capabilities: Set<String>
    }

    var isSeedStyle: Bool { introduction == nil }

    /// The member as others see them.
    var remotePeer: RemotePeer {
        RemotePeer(id: id, name: introduction?.name, capabilities: introduction?.capabilities ?? [])
    }
}

/// A room that somebody is in.
struct Room: Hashable, Sendable {
    /// In the order they came; the first of them that is left inherits the room.
    var members: [Member] = []
    /// Who may lock, admit and remove.
    var owner: PeerID
    /// Set by a creator with a key: only who shows the same proof gets in.
    let admission: AdmissionHash?
    /// Nobody gets in without the owner's word.
    var isLocked = false
    /// Connections that asked at the locked door, under the id they are announced by.
    var knockers: [PeerID: SocketID] = [:]
    /// Connections that the owner let in and that have not come yet.
    var admitted: Set<SocketID> = []

    var hasSeedStyleMember: Bool { members.contains(where: \.isSeedStyle) }

    func member(at connection: SocketID) -> Member? { members.first { $0.connection == connection } }

    func member(_ id: PeerID) -> Member? { members.first { $0.id == id } }

    func others(than connection: SocketID) -> [Member] { members.filter { $0.connection != connection } }
}
