// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// RFC 7064 and RFC 7065 URLs in webrtcbin's form.
extension IceServerURL {
    /// A STUN server as `stun://HOST:PORT`.
    var stunText: String { "stun://\(authority)" }

    /// A TURN server as `turn://USER:PASSWORD@HOST:PORT?transport=…`, not over TLS.
    ///
    /// - Parameters:
    ///   - server: the user name and credential.
    ///   - port: of a forwarder on this computer that leads there; nil for the server itself.
    /// - Returns: the URL, with the credential in it.
    func turnText(of server: IceServer, throughForwarder port: UInt16? = nil) -> String {
        let user = "\(Self.escaped(server.username ?? "")):\(Self.escaped(server.credential ?? ""))"
        guard let port else { return "turn://\(user)@\(authority)?transport=\(transport.rawValue)" }
        return "turn://\(user)@127.0.0.1:\(port)?transport=tcp"
    }

    /// RFC 3986 percent-encoding of everything but unreserved characters.
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                return String(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                return "%" + (digits.utf8.count == 1 ? "0" + digits : digits)
            }
        }.joined()
    }
}
