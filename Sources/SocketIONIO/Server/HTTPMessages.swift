// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOHTTP1

/// What somebody asks of the server outside of Socket.IO; its body is not kept.
public struct HTTPRequest: Hashable, Sendable {
    /// The method, in capitals.
    public let method: String
    /// The path as it came, percent-encoded, without the query.
    public let path: String
    /// What follows the question mark; nil without one.
    public let query: String?
    /// Who asks, behind the proxies that are believed; nil where nobody said.
    public let client: NetworkAddress?
    /// It came over TLS of ours.
    public let isSecure: Bool
    /// Somebody who is not believed says that the request is another's.
    public let isForwardedByStranger: Bool
    /// True when the request wants to become a WebSocket (RFC 6455 section 4.2.1).
    let wantsWebSocket: Bool
    private let headers: [String: String]
    /// The first value of each, as it came.
    private let parameters: [Substring: Substring]

    init(
        _ head: HTTPRequestHead,
        peer: NetworkAddress? = nil,
        proxies: [AddressRange] = [],
        isSecure: Bool = false
    ) {
        method = head.method.rawValue
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? ""
        query = parts.count > 1 ? String(parts[1]) : nil
        parameters = parts.count > 1 ? Self.parameters(parts[1]) : [:]
        headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { "\($0), \($1)" }
        wantsWebSocket = Self.holds(headers["upgrade"], "websocket") && Self.holds(headers["connection"], "upgrade")
        self.isSecure = isSecure
        let forwarded = headers["x-forwarded-for"]
        client = ClientAddress.find(peer: peer, forwarded: forwarded, proxies: proxies)
        isForwardedByStranger =
            forwarded != nil && peer.map { peer in !proxies.contains { $0.contains(peer) } } ?? false
    }

    /// The value of a header; several are joined by commas.
    ///
    /// - Parameter name: in small letters.
    /// - Returns: nil when there is none.
    public func header(_ name: String) -> String? { headers[name] }

    /// The first value of a query parameter, as it came.
    func parameter(_ name: String) -> String? { parameters[name[...]].map(String.init) }

    private static func parameters(_ query: Substring) -> [Substring: Substring] {
        let pairs = query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// True for a list that has a word of small letters in it, in whatever case and with spaces around.
    private static func holds(_ list: String?, _ word: String) -> Bool {
        (list ?? "").utf8.split(separator: UInt8(ascii: ",")).contains { part in
            let letters = part.lazy.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            return letters.elementsEqual(word.utf8) { $0 | 0x20 == $1 }
        }
    }
}

/// An answer with a body that is known as a whole.
public struct HTTPResponse: Hashable, Sendable {
    /// A header and its value.
    public struct Header: Hashable, Sendable {
        /// The name.
        public let name: String
        /// Its value, without line breaks.
        public let value: String

        /// Pairs name and value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The status code.
    public var status: Int
    /// All headers but `Content-Length` and `Connection`, which the server adds.
    public var headers: [Header]
    /// The body; not sent with HEAD or 304.
    public var body: [UInt8]

    /// Collects the parts of an answer.
    public init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension HTTPResponse {
    static func text(status: Int, type: String, _ text: String) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [Header("Content-Type", type), Header("Cache-Control", "no-store")],
            body: Array(text.utf8)
        )
    }
}
