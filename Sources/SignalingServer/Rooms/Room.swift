// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore

/// SHA-256 of a secret that somebody showed: the server never keeps the secret itself (Protocol.md section 7).
///
/// Comparing hashes tells a guesser nothing, however long it takes: nobody can choose how much of one is right.
/// It takes the same time all the same.
struct SecretHash: Hashable, Sendable {
    let bytes: [UInt8]

    static func == (one: SecretHash, other: SecretHash) -> Bool {
        guard one.bytes.count == other.bytes.count else { return false }
        return zip(one.bytes, other.bytes).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Somebody in a room.
struct Member: Hashable, Sendable {
    /// How others know them.
    let id: PeerID
    /// Where they are reached.
    var connection: SocketID
    /// The server that the connection is at.
    var node: NodeID
    /// What they say of themselves; nil for a seed-style member.
    var introduction: Introduction?
    /// Of the token that gives this id back to them; unused by a seed-style member.
    var resume: SecretHash

    /// What a member said when joining.
    struct Introduction: Hashable, Sendable {
        let name: String?
        let capabilities: Set<String>
    }

    /// They came after the owner had given the room's key to somebody without the link: having it says nothing of them.
    var isVisitor = false

    var isSeedStyle: Bool { introduction == nil }

    /// The member as others see them.
    var remotePeer: RemotePeer {
        var capabilities = introduction?.capabilities ?? []
        if isVisitor { capabilities.insert(RemotePeer.visitor) }
        return RemotePeer(id: id, name: introduction?.name, capabilities: capabilities)
    }
}

/// A room that somebody is in.
struct Room: Hashable, Sendable {
    /// In the order they came.
    var members: [Member] = []
    /// Who may lock, admit and remove.
    var owner: PeerID
    /// Set by a creator with a key, or by the program that hosts it: only who shows the same proof gets in.
    var admission: SecretHash?
    /// Who is kept out.
    var door = Door()
    /// What the owner's word gives to those who have no link; nil where they are refused.
    ///
    /// Only a room that this program hosts itself, and announces, has one. It is in no record for other servers.
    var handedKey: String?

    var hasSeedStyleMember: Bool { members.contains(where: \.isSeedStyle) }

    /// Who inherits: the one that has been there longest and understands what an owner hears.
    var heir: Member? { members.first { !$0.isSeedStyle } ?? members.first }

    func member(at connection: SocketID) -> Member? { members.first { $0.connection == connection } }

    func member(_ id: PeerID) -> Member? { members.first { $0.id == id } }

    func others(than connection: SocketID) -> [Member] { members.filter { $0.connection != connection } }
}
