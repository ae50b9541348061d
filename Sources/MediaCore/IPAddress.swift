// SPDX-License-Identifier: GPL-3.0-or-later

/// A numeric address, read without asking any resolver.
struct IPAddress: Hashable, Sendable {
    /// 4 or 16 bytes, in network order; an IPv4 address written in IPv6 is held as IPv4.
    let bytes: [UInt8]

    /// Reads `192.0.2.1` or `2001:db8::1`; nil for names, zones and anything else.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 45 else { return nil }
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let bytes = Self.version6(Substring(text)) else { return nil }
            let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
            self.bytes = bytes.starts(with: mapped) ? Array(bytes.dropFirst(12)) : bytes
        } else {
            guard let bytes = Self.version4(Substring(text)) else { return nil }
            self.bytes = bytes
        }
    }

    private static func version4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            // A leading zero means octal to some readers: refuse what two programs may read differently.
            guard let number = part.decimal(atMost: 255), part == "0" || !part.hasPrefix("0") else { return nil }
            bytes.append(UInt8(number))
        }
        return bytes
    }

    private static func version6(_ text: Substring) -> [UInt8]? {
        var halves: [Substring] = [text]
        if let gap = firstGap(in: text) {
            let after = text.utf8.index(gap, offsetBy: 2)
            halves = [text[..<gap], text[after...]]
        }
        var groups: [[UInt8]] = []
        for (position, half) in halves.enumerated() {
            guard let bytes = groupBytes(half, mayEndInVersion4: position == halves.count - 1) else { return nil }
            groups.append(bytes)
        }
        let length = groups.reduce(0) { $0 + $1.count }
        guard groups.count == 2 else { return length == 16 ? groups[0] : nil }
        guard length <= 14 else { return nil }
        return groups[0] + [UInt8](repeating: 0, count: 16 - length) + groups[1]
    }

    private static func firstGap(in text: Substring) -> Substring.Index? {
        var previous: Substring.Index?
        for index in text.utf8.indices {
            let isColon = text.utf8[index] == UInt8(ascii: ":")
            if isColon, let previous { return previous }
            previous = isColon ? index : nil
        }
        return nil
    }

    private static func groupBytes(_ text: Substring, mayEndInVersion4: Bool) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        let words = text.split(separator: ":", omittingEmptySubsequences: false)
        guard words.count <= 8 else { return nil }
        var bytes: [UInt8] = []
        for (position, word) in words.enumerated() {
            if mayEndInVersion4, position == words.count - 1, word.contains(".") {
                guard let tail = version4(word) else { return nil }
                bytes += tail
            } else {
                guard (1...4).contains(word.utf8.count), word.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
                    let number = UInt16(word, radix: 16)
                else { return nil }
                bytes += [UInt8(number >> 8), UInt8(number & 0xFF)]
            }
        }
        return bytes
    }
}

extension IPAddress {
    /// The address of nobody: `0.0.0.0/8` or `::`.
    var isUnspecified: Bool {
        bytes.count == 4 ? bytes[0] == 0 : bytes.allSatisfy { $0 == 0 }
    }

    /// An address of many: multicast of either version, and IPv4's broadcast.
    var isMulticast: Bool {
        bytes.count == 4 ? (224...239).contains(bytes[0]) || bytes.allSatisfy { $0 == 255 } : bytes[0] == 0xFF
    }

    /// `fe80::/10`: says nothing without the interface, which candidates cannot name.
    var isLinkLocalVersion6: Bool { bytes.count == 16 && bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80 }

    /// An address of this machine, this link or this site.
    var isPrivate: Bool {
        guard bytes.count == 4 else {
            let isLoopback = bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
            return isLoopback || isLinkLocalVersion6 || bytes[0] & 0xFE == 0xFC
        }
        return switch (bytes[0], bytes[1]) {
        case (10, _), (127, _), (192, 168), (169, 254), (172, 16...31): true
        default: false
        }
    }
}
