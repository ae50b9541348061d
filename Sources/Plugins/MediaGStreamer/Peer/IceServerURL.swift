// SPDX-License-Identifier: GPL-3.0-or-later

/// RFC 7064 and RFC 7065 URLs in webrtcbin's form.
enum IceServerURL {
    /// `stun:host[:port]` as `stun://host:port`; nil when it is not that.
    static func stun(_ url: String) -> String? {
        guard url.hasPrefix("stun:"), let rest = authority(url.dropFirst("stun:".count)) else { return nil }
        return "stun://\(rest)"
    }

    /// `turn:host[:port][?transport=udp|tcp]` as `turn://user:password@host:port?transport=…`.
    ///
    /// Nil for `turns:` too: what libnice does for it is not TLS.
    static func turn(_ url: String, username: String?, credential: String?) -> String? {
        guard url.hasPrefix("turn:"), let username, let credential else { return nil }
        let parts = url.dropFirst("turn:".count).split(separator: "?", maxSplits: 1)
        guard let first = parts.first, let rest = authority(first) else { return nil }
        let query = parts.count == 2 ? parts[1] : "transport=udp"
        guard query == "transport=udp" || query == "transport=tcp" else { return nil }
        return "turn://\(escaped(username)):\(escaped(credential))@\(rest)?\(query)"
    }

    /// Host and port, the port written out; nil when there are characters that no host has.
    private static func authority(_ text: Substring) -> String? {
        guard !text.isEmpty, text.utf8.count <= 260, text.utf8.allSatisfy(isHostByte) else { return nil }
        let afterBracket = text.lastIndex(of: "]").map { text[$0...] } ?? text[...]
        return afterBracket.contains(":") ? String(text) : "\(text):3478"
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
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
