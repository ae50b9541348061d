// SPDX-License-Identifier: GPL-3.0-or-later

/// HOST[:PORT] of RFC 3986 section 3.2, read strictly: people are led astray by what looks like a host and is none.
struct Authority: Equatable {
    /// A name or an address, in lower case, IPv6 without brackets and with a zone as in `fe80::1%eth0`.
    let host: String
    /// The port, if one was named.
    let port: Int?

    /// Longest name of RFC 1035 section 2.3.4, in bytes.
    private static let maximumNameBytes = 253

    /// Reads an authority.
    init(_ text: some StringProtocol) throws(LinkError) {
        guard !text.contains("@") else { throw .userInformation }
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw .badHost(String(text)) }
            host = try Self.address(String(text[text.index(after: text.startIndex)..<end]))
            port = try Self.port(String(text[text.index(after: end)...]))
        } else {
            let end = text.firstIndex(of: ":") ?? text.endIndex
            host = try Self.name(String(text[..<end]))
            port = try Self.port(String(text[end...]))
        }
    }

    private static func name(_ text: String) throws(LinkError) -> String {
        let isPlain = text.utf8.allSatisfy { ASCII.isAlphanumeric($0) || "-._".utf8.contains($0) }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        // A single dot at the end is the root of the name tree; empty labels elsewhere are mistakes.
        let inner = labels.last?.isEmpty == true ? labels.dropLast() : labels[...]
        guard isPlain, !text.isEmpty, text.utf8.count <= maximumNameBytes, !inner.isEmpty,
            inner.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 63 && !$0.hasPrefix("-") })
        else { throw .badHost(text) }
        return text.lowercased()
    }

    private static func address(_ text: String) throws(LinkError) -> String {
        // RFC 6874 writes the zone's percent sign as %25; people and tools write it bare.
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first, (2...45).contains(address.utf8.count), colons(address) >= 2,
            colons(address) == 7 || address.contains("::") || address.contains("."),
            address.utf8.allSatisfy(isAddressByte)
        else { throw .badHost(text) }
        guard parts.count == 2 else { return address.lowercased() }
        let zone = parts[1].hasPrefix("25") ? parts[1].dropFirst(2) : parts[1]
        guard !zone.isEmpty, zone.utf8.allSatisfy({ ASCII.isAlphanumeric($0) || "-._~".utf8.contains($0) }) else {
            throw .badHost(text)
        }
        return address.lowercased() + "%" + zone
    }

    private static func colons(_ text: Substring) -> Int {
        text.utf8.count { $0 == UInt8(ascii: ":") }
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") || ASCII.isDigit(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }

    /// Reads the empty text or `:PORT`.
    private static func port(_ text: String) throws(LinkError) -> Int? {
        guard !text.isEmpty else { return nil }
        let digits = text.dropFirst()
        guard text.hasPrefix(":"), digits.utf8.count <= 5, digits.utf8.allSatisfy(ASCII.isDigit),
            let number = Int(digits), (1...65_535).contains(number)
        else { throw .badPort(String(text.hasPrefix(":") ? digits : text[...])) }
        return number
    }
}
