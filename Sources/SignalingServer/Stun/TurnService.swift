// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto
import JoomModel
import SocketIOCore

/// TURN servers that share a secret with this one, and let in whoever it vouches for.
///
/// The scheme is coturn's `use-auth-secret` (draft-uberti-behave-turn-rest-00): the user name says until when it is
/// good, and the credential is its HMAC-SHA1.
public struct TurnService: Hashable, Sendable {
    /// Such as `turn:turn.example.org:3478?transport=udp`.
    public var urls: [String]
    /// coturn's `static-auth-secret`.
    public var secret: String
    /// How long a credential lets in; a relay in use goes on beyond it only while it is refreshed.
    public var lifetime: Duration

    /// Names servers and their secret.
    public init(urls: [String], secret: String, lifetime: Duration = .seconds(86_400)) {
        self.urls = urls
        self.secret = secret
        self.lifetime = lifetime
    }

    /// What one member is told.
    ///
    /// - Parameters:
    ///   - peer: who; it appears in the TURN server's log.
    ///   - now: seconds since 1970.
    /// - Returns: the servers, with a credential of its own.
    func iceServer(for peer: PeerID, now: Int) -> IceServer {
        let username = "\(now + Int(lifetime.components.seconds)):\(peer.rawValue)"
        let code = HMAC<Insecure.SHA1>.authenticationCode(
            for: Array(username.utf8),
            using: SymmetricKey(data: Array(secret.utf8))
        )
        return IceServer(urls: urls, username: username, credential: Base64.encode(Array(code)))
    }
}
