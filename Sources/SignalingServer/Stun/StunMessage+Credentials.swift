// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto

/// A long-term credential (RFC 8489, section 9.2) at a server that said its realm and a nonce.
struct StunCredential: Hashable, Sendable {
    let username: String
    let password: String
    let realm: String
    /// Good for a while; the server says another one then.
    var nonce: [UInt8]

    /// What requests are signed with (section 9.2.2).
    private var key: SymmetricKey {
        SymmetricKey(data: Array(Insecure.MD5.hash(data: Array("\(username):\(realm):\(password)".utf8))))
    }

    /// USERNAME, NONCE, REALM.
    private var attributes: [StunMessage.Attribute] {
        [
            StunMessage.Attribute(number: 0x0006, value: Array(username.utf8)),
            StunMessage.Attribute(number: 0x0015, value: nonce),
            StunMessage.Attribute(number: 0x0014, value: Array(realm.utf8)),
        ]
    }

    /// A request as a datagram, with MESSAGE-INTEGRITY behind everything else (section 14.5).
    func sign(_ request: StunMessage) -> [UInt8] {
        var signed = request
        signed.hasFingerprint = false
        signed.attributes += attributes
        signed.attributes.append(StunMessage.Attribute(number: 0x0008, value: [UInt8](repeating: 0, count: 20)))
        // The length in the header counts the code already; what is signed ends before it.
        let covered = Array(signed.bytes.dropLast(24))
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: covered, using: key)
        return signed.bytes.dropLast(20) + Array(code)
    }
}

extension StunMessage {
    /// The value of an attribute; nil where it is missing.
    func value(_ number: UInt16) -> [UInt8]? { attributes.first { $0.number == number }?.value }

    /// The number in ERROR-CODE (section 14.8), such as 401; nil where it is missing.
    var errorCode: Int? {
        guard let value = value(0x0009), value.count >= 4 else { return nil }
        return Int(value[2] & 7) * 100 + Int(value[3])
    }

    /// The words in ERROR-CODE.
    var errorWords: String { String(decoding: value(0x0009)?.dropFirst(4) ?? [], as: UTF8.self) }
}
