// SPDX-License-Identifier: GPL-3.0-or-later

/// A URL cut into its parts, before anything is made of them.
struct LinkText {
    /// The schemes that lead to a room.
    enum Scheme: String {
        /// A guest page without TLS.
        case http
        /// A guest page with TLS.
        case https
        /// The app's own.
        case joom
    }

    /// Room for the longest room name, percent-encoded, a long host, a key, and what trackers add.
    static let maximumBytes = 4_096

    let scheme: Scheme
    let authority: Authority
    /// From the first slash to the query, still encoded.
    let path: Substring
    /// Between `?` and `#`, without either.
    let query: Substring
    /// After `#`.
    let fragment: Substring

    /// Cuts a text up; white space around it is what copying leaves behind.
    init(_ text: String) throws(LinkError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw .tooLong(bytes: text.utf8.count, limit: Self.maximumBytes)
        }
        let trimmed = Self.trimmed(text)
        guard let colon = trimmed.firstIndex(of: ":"),
            let scheme = Scheme(rawValue: trimmed[..<colon].lowercased()),
            trimmed[colon...].hasPrefix("://")
        else { throw .notALink }
        let (beforeFragment, fragment) = Self.cut(trimmed[colon...].dropFirst(3), at: "#")
        let (beforeQuery, query) = Self.cut(beforeFragment, at: "?")
        let slash = beforeQuery.firstIndex(of: "/") ?? beforeQuery.endIndex
        self.scheme = scheme
        authority = try Authority(beforeQuery[..<slash])
        path = beforeQuery[slash...]
        self.query = query
        self.fragment = fragment
    }

    /// The first value of a `name=value` list, not decoded.
    static func value(of name: String, in list: Substring) -> Substring? {
        for item in list.split(separator: "&") {
            let (key, value) = cut(item, at: "=")
            if key == name { return value }
        }
        return nil
    }

    /// Takes white space and line ends off both sides.
    static func trimmed(_ text: String) -> Substring {
        var rest = text[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }

    private static func cut(_ text: Substring, at mark: Character) -> (before: Substring, after: Substring) {
        guard let index = text.firstIndex(of: mark) else { return (text, "") }
        return (text[..<index], text[text.index(after: index)...])
    }
}
