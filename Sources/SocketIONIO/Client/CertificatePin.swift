// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto
import NIOSSL
import SocketIOCore

/// The one certificate that a server has to show: base64url of the SHA-256 of its DER (Protocol.md section 7).
struct CertificatePin {
    let text: String

    /// True when the server's own certificate, the first, is this one.
    func matches(_ chain: [NIOSSLCertificate]) -> Bool {
        guard let bytes = try? chain.first?.toDERBytes() else { return false }
        return Base64.encodeURLSafe(Array(SHA256.hash(data: bytes))) == text
    }
}
