// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto

/// The only place of this module that knows who computes hashes.
enum Digest {
    /// SHA-256 (FIPS 180-4), 32 bytes.
    static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// HMAC-SHA256 (RFC 2104), 32 bytes.
    static func hmac(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
    }

    /// Compares a code in a time that does not depend on where it differs.
    static func isHMAC(_ code: [UInt8], of bytes: [UInt8], key: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: bytes, using: SymmetricKey(data: key))
    }

    /// Puts texts in a row so that no two rows are alike: each after its length, 4 bytes, most significant first.
    static func row(_ parts: [[UInt8]]) -> [UInt8] {
        parts.flatMap { part in
            let length = UInt32(clamping: part.count)
            return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> UInt32($0)) } + part
        }
    }
}
