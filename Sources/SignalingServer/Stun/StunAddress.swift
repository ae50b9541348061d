// SPDX-License-Identifier: GPL-3.0-or-later

/// What a STUN or TURN URL leads to (RFC 7064, RFC 7065).
public struct StunAddress: Hashable, Sendable {
    /// How packets get there.
    public enum Transport: String, Hashable, Sendable {
        case udp, tcp
    }

    /// A name or address, IPv6 without brackets.
    public let host: String
    /// 1...65535; 3478 unless the URL says another.
    public let port: Int
    /// UDP unless the URL says otherwise.
    public let transport: Transport
    /// True for TURN.
    public let isRelay: Bool

    /// Reads `stun:HOST[:PORT]` and `turn:HOST[:PORT][?transport=udp|tcp]`; nil for anything else.
    public init?(_ url: String) {
        guard let colon = url.firstIndex(of: ":"), ["stun", "turn"].contains(url[..<colon]) else { return nil }
        isRelay = url.hasPrefix("turn")
        let place = url[url.index(after: colon)...].prefix { $0 != "?" }
        transport = url.hasSuffix("?transport=tcp") ? .tcp : .udp
        let host: Substring
        let rest: Substring
        if place.first == "[", let end = place.firstIndex(of: "]") {
            host = place[place.index(after: place.startIndex)..<end]
            rest = place[place.index(after: end)...]
        } else {
            host = place.prefix { $0 != ":" }
            rest = place.dropFirst(host.count)
        }
        guard !host.isEmpty, !host.contains(where: { $0 == "/" || $0 == "@" || $0.isWhitespace }) else { return nil }
        guard !rest.isEmpty else {
            (self.host, port) = (String(host), 3_478)
            return
        }
        guard rest.first == ":", let number = UInt16(rest.dropFirst()), number > 0 else { return nil }
        (self.host, port) = (String(host), Int(number))
    }
}
