// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto
public import JoomModel
import SocketIOCore

extension RoomLink {
    /// What the link's key gives in its room; nil without a key.
    public var keys: RoomKeys? { secret.map { RoomKeys($0, in: room) } }
}

extension RoomKeys {
    /// Derives what a link's key gives in a room (Protocol.md section 7).
    public init(_ secret: RoomLink.Secret, in room: RoomName) {
        self.init(
            admission: Base64.encodeURLSafe(Self.derive("admission", secret.key, room)),
            seal: Self.derive("sdp", secret.key, room)
        )
    }

    /// HKDF-SHA256 (RFC 5869): 32 bytes for one purpose, which is one block of it.
    private static func derive(_ purpose: String, _ key: String, _ room: RoomName) -> [UInt8] {
        let salt = SymmetricKey(data: Array("joom/1".utf8))
        let extracted = HMAC<SHA256>.authenticationCode(for: Array(key.utf8), using: salt)
        let info = Array("\(purpose)|\(room.rawValue)".utf8)
        return Array(HMAC<SHA256>.authenticationCode(for: info + [1], using: SymmetricKey(data: extracted)))
    }
}
