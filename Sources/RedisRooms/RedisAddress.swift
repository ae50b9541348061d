// SPDX-License-Identifier: GPL-3.0-or-later

/// Where a Redis server is: `redis://[[USER:]PASSWORD@]HOST[:PORT][/DATABASE]`, `rediss://` for TLS.
public struct RedisAddress: Hashable, Sendable {
    /// A name or an address.
    public let host: String
    /// 1...65535.
    public let port: Int
    /// Certificates are checked against the system's roots.
    public let isSecure: Bool
    /// Nil for the default one.
    public let user: String?
    /// Nil where Redis asks for none.
    public let password: String?
    /// 0 unless said.
    public let database: Int

    /// Reads an address; nil for what is none.
    ///
    /// - Parameter text: user and password are taken as they are; an `@` may stand in the password.
    public init?(_ text: String) {
        let scheme: Substring
        switch text {
        case _ where text.hasPrefix("redis://"): (isSecure, scheme) = (false, text.dropFirst("redis://".count))
        case _ where text.hasPrefix("rediss://"): (isSecure, scheme) = (true, text.dropFirst("rediss://".count))
        default: return nil
        }
        var rest = scheme
        if let at = rest.lastIndex(of: "@") {
            let credentials = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            password = credentials.last.map(String.init)
            user = credentials.count == 2 && !credentials[0].isEmpty ? String(credentials[0]) : nil
            rest = rest[rest.index(after: at)...]
        } else {
            (user, password) = (nil, nil)
        }
        let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, !parts[1].isEmpty {
            guard let number = Int(parts[1]), (0...65_535).contains(number) else { return nil }
            database = number
        } else {
            database = 0
        }
        guard let place = parts.first.flatMap({ Self.place($0) }) else { return nil }
        (host, port) = place
    }

    private static func place(_ text: Substring) -> (String, Int)? {
        var host = text
        var digits: Substring?
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            digits = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            digits = text[text.index(after: colon)...]
            guard !host.contains(":") else { return nil }
        }
        guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { return nil }
        guard let digits else { return (String(host), 6_379) }
        guard let port = Int(digits), (1...65_535).contains(port) else { return nil }
        return (String(host), port)
    }
}
