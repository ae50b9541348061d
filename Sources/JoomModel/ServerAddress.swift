// SPDX-License-Identifier: GPL-3.0-or-later

/// Where a server is.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// True for https.
    public let isSecure: Bool
    /// A name or a literal address, IPv6 without brackets.
    public let host: String
    /// 1...65535.
    public let port: Int
    /// Base64url of the SHA-256 of the only certificate to accept, 43 characters; nil for the system's trust.
    public let certificate: String?

    /// Names a server by its parts.
    public init(host: String, port: Int, isSecure: Bool, certificate: String? = nil) {
        self.host = host
        self.port = port
        self.isSecure = isSecure
        self.certificate = certificate
    }

    /// The address as a URL without a path.
    public var description: String {
        let bracketed = host.contains(":") ? "[\(host)]" : host
        return "\(isSecure ? "https" : "http")://\(bracketed):\(port)"
    }
}
