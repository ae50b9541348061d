// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore

/// Where a Socket.IO server listens; the path is always `/socket.io/`.
public struct SocketIOEndpoint: Hashable, Sendable {
    /// A name or a literal address, IPv6 without brackets.
    public let host: String
    /// 1...65535.
    public let port: Int
    /// True for TLS.
    public let isSecure: Bool
    /// Base64url of the SHA-256 of the only certificate to accept, whatever names it has; nil for the system's trust.
    public let certificate: String?

    /// Names a server.
    public init(host: String, port: Int, isSecure: Bool, certificate: String? = nil) {
        self.host = host
        self.port = port
        self.isSecure = isSecure
        self.certificate = certificate
    }

    /// The `Host` header (RFC 9110 section 7.2); a zone means nothing to the other side.
    var hostHeader: String {
        let isDefault = port == (isSecure ? 443 : 80)
        let name = host.contains(":") ? "[\(host.prefix { $0 != "%" })]" : host
        return isDefault ? name : "\(name):\(port)"
    }

    /// The path of a request for a transport of Engine.IO v4.
    static func path(transport: String, session: EngineSessionID?) -> String {
        "/socket.io/?EIO=4&transport=\(transport)" + (session.map { "&sid=\(encoded($0.rawValue))" } ?? "")
    }

    /// A server's session id is a stranger's text, and must not become more than one query value.
    private static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { result, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}
