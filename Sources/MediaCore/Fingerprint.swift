// SPDX-License-Identifier: GPL-3.0-or-later

/// The hash of a DTLS certificate as a description announces it (RFC 8122 section 5).
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// A hash function strong enough to be trusted; weaker ones are never represented.
    public enum Algorithm: String, Hashable, Sendable, CaseIterable {
        /// SHA-256: what everybody sends.
        case sha256 = "sha-256"
        /// SHA-384.
        case sha384 = "sha-384"
        /// SHA-512.
        case sha512 = "sha-512"

        /// Bytes of a hash.
        public var length: Int {
            switch self {
            case .sha256: 32
            case .sha384: 48
            case .sha512: 64
            }
        }
    }

    /// How the certificate was hashed.
    public let algorithm: Algorithm
    /// The hash; `algorithm.length` bytes.
    public let bytes: [UInt8]

    /// Takes a hash of the certificate's DER form; nil when its length is not the algorithm's.
    public init?(algorithm: Algorithm, bytes: [UInt8]) {
        guard bytes.count == algorithm.length else { return nil }
        self.algorithm = algorithm
        self.bytes = bytes
    }

    /// Reads `sha-256 3E:80:…`, in upper or lower case; nil for a weak algorithm or anything malformed.
    public init?(attribute: some StringProtocol) {
        let parts = attribute.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let name = parts.first, let hex = parts.last,
            let algorithm = Algorithm(rawValue: name.lowercased()),
            let bytes = Self.bytes(hex: hex)
        else { return nil }
        self.init(algorithm: algorithm, bytes: bytes)
    }

    /// The attribute's value, in upper case.
    public var description: String {
        let pairs = bytes.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }
        return algorithm.rawValue + " " + pairs.joined(separator: ":")
    }

    private static func bytes(hex: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        for pair in hex.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
            guard pair.count == 2, bytes.count < 64 else { return nil }
            var byte: UInt8 = 0
            for digit in pair {
                guard let nibble = nibble(digit) else { return nil }
                byte = byte << 4 | nibble
            }
            bytes.append(byte)
        }
        return bytes
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
