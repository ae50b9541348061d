// SPDX-License-Identifier: GPL-3.0-or-later

/// What the key of a link gives in one room (Protocol.md section 7): what is derived from it, never the key itself.
public struct RoomKeys: Hashable, Sendable {
    /// Shown to the server as proof, base64url of 32 bytes.
    public let admission: String
    /// What descriptions are sealed with, 32 bytes that the server never sees; nil where nothing is described.
    public let seal: [UInt8]?
    /// Having the key says nothing of who somebody is: it once went over a network that may lie.
    public var isLoose = false

    /// Takes what was derived.
    public init(admission: String, seal: [UInt8]? = nil) {
        self.admission = admission
        self.seal = seal
    }
}

/// The key of a room, as it is given at the door to somebody whom the owner lets in without the link.
public struct HandedKey: Hashable, Sendable {
    /// The key itself, as in links.
    public let key: String
    /// What it gives in the room.
    public let keys: RoomKeys

    /// Pairs a key with what it gives.
    public init(key: String, keys: RoomKeys) {
        self.key = key
        self.keys = keys
    }
}

/// Why a peer's description is refused in a room whose link has a key.
public enum ProofFault: Hashable, Sendable {
    /// It carries no proof: its sender has no key, or somebody took the proof away.
    case missing
    /// Its proof is not for these certificates, this room and these two people: it was altered, or another key was used.
    case wrong
    /// The peer found our proof missing or wrong.
    case refusedByPeer
}
