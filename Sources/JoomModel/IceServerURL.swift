// SPDX-License-Identifier: GPL-3.0-or-later

/// What a STUN or TURN server's URL says (RFC 7064, RFC 7065).
public struct IceServerURL: Hashable, Sendable, CustomStringConvertible {
    /// What the server does, and whether the way to it is encrypted.
    public enum Scheme: String, Hashable, Sendable {
        case stun, turn, turns

        /// The port where the URL names none.
        var port: Int { self == .turns ? 5_349 : 3_478 }
    }

    /// How packets get to the server; what a relay passes on is UDP in any case.
    public enum Transport: String, Hashable, Sendable {
        case udp, tcp
    }

    /// STUN, TURN, or TURN over TLS.
    public let scheme: Scheme
    /// A name or address, IPv6 without brackets.
    public let host: String
    /// 1...65535.
    public let port: Int
    /// UDP unless the URL says otherwise; for `turns`, TCP.
    public let transport: Transport

    /// True for TURN, over TLS or not.
    public var isRelay: Bool { scheme != .stun }

    /// Host and port as URLs have them.
    public var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// The URL with everything written out.
    public var description: String {
        "\(scheme.rawValue):\(authority)" + (isRelay ? "?transport=\(transport.rawValue)" : "")
    }

    /// Reads `stun:HOST[:PORT]`, `turn:HOST[:PORT][?transport=udp|tcp]` and `turns:HOST[:PORT][?transport=tcp]`.
    ///
    /// - Throws: why no call can use it.
    public init(_ url: String) throws(IceServerFault) {
        guard url.utf8.count <= Self.limit, let colon = url.firstIndex(of: ":") else { throw .scheme }
        let name = url[..<colon].lowercased()
        if name == "stuns" { throw .encryptedStun }
        guard let scheme = Scheme(rawValue: name) else { throw .scheme }
        self.scheme = scheme
        let parts = url[url.index(after: colon)...].split(
            separator: "?",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        transport = try Self.transport(parts.count == 2 ? String(parts[1]) : nil, scheme)
        (host, port) = try Self.place(parts[0], scheme)
    }

    /// More than any host name has.
    private static let limit = 320

    private static func transport(_ query: String?, _ scheme: Scheme) throws(IceServerFault) -> Transport {
        switch (scheme, query) {
        case (.stun, nil), (.turn, nil), (.turn, "transport=udp"): return .udp
        case (.turn, "transport=tcp"), (.turns, "transport=tcp"), (.turns, nil): return .tcp
        // TLS over UDP is DTLS, which no call can use.
        case (.turns, "transport=udp"): throw .encryptedDatagrams
        case (_, let query?): throw .query(query)
        }
    }

    private static func place(_ text: Substring, _ scheme: Scheme) throws(IceServerFault) -> (String, Int) {
        let host: Substring
        let rest: Substring
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { throw .host }
            host = text[text.index(after: text.startIndex)..<end]
            rest = text[text.index(after: end)...]
            guard host.contains(":"), host.utf8.allSatisfy({ isAddressByte($0) }) else { throw .host }
        } else {
            host = text.prefix { $0 != ":" }
            rest = text.dropFirst(host.count)
            guard !host.isEmpty, host.utf8.allSatisfy({ isNameByte($0) }) else { throw .host }
        }
        guard !rest.isEmpty else { return (String(host), scheme.port) }
        let digits = rest.dropFirst()
        guard rest.first == ":", digits.utf8.allSatisfy({ isDigit($0) }), let port = UInt16(digits), port > 0 else {
            throw .port
        }
        return (String(host), Int(port))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: isDigit(byte)
        }
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "."),
            UInt8(ascii: ":"):
            true
        default: isDigit(byte)
        }
    }
}

/// Why a call cannot use a STUN or TURN server.
public enum IceServerFault: Error, Hashable, Sendable {
    /// It begins with none of `stun:`, `turn:`, `turns:`.
    case scheme
    /// `stuns:`, which the media engine does not speak.
    case encryptedStun
    /// `turns:` over UDP, which the media engine does not speak.
    case encryptedDatagrams
    /// There is no name or address, or one that nothing has.
    case host
    /// The port is none.
    case port
    /// What follows `?` is no transport for it.
    case query(String)
    /// A TURN server without user name and password, which it always asks for.
    case noCredential
}

extension IceServer {
    /// What each URL leads to, or why it leads nowhere, in order.
    public var places: [(url: String, place: Result<IceServerURL, IceServerFault>)] {
        urls.map { url in
            do throws(IceServerFault) {
                let place = try IceServerURL(url)
                guard !place.isRelay || (username?.isEmpty == false && credential?.isEmpty == false) else {
                    throw .noCredential
                }
                return (url, .success(place))
            } catch {
                return (url, .failure(error))
            }
        }
    }

    /// Whether a call can get a relay from it.
    public var isRelay: Bool {
        places.contains { if case .success(let place) = $0.place { place.isRelay } else { false } }
    }
}
