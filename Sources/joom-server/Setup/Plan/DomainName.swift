// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIONIO

/// The name under which everybody reaches a server, in small letters; safe to stand in anybody's configuration.
struct DomainName: Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// Endings that no public authority vouches for (RFC 6761, RFC 6762, RFC 8375 and ICANN's .internal).
    private static let reserved: Set<Substring> = [
        "arpa", "example", "internal", "invalid", "lan", "local", "localhost", "onion", "test",
    ]

    /// Reads what somebody typed.
    ///
    /// - Throws: why a server cannot be found under it by everybody.
    init(_ written: String) throws(SetupError) {
        let example = "Give the name alone, such as meet.example.org."
        if written.contains("/") || written.contains("@") {
            throw SetupError("“\(written)” is more than a name.", remedy: example)
        }
        if NetworkAddress(written) != nil {
            throw SetupError(
                "\(written) is an address, and browsers need a certificate, which is given to names.",
                remedy: "Get a name that leads to this computer, and give that: meet.example.org, for instance."
            )
        }
        guard written.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw SetupError(
                "“\(written)” has letters that names on the network are not written with.",
                remedy: "Give the form that begins with xn--, which your registrar shows."
            )
        }
        let name = written.hasSuffix(".") ? written.dropLast().lowercased() : written.lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(Self.isLabel), labels.last?.contains(where: \.isLetter) == true
        else { throw SetupError("“\(written)” is no name that a computer can have.", remedy: example) }
        guard labels.count > 1 else {
            throw SetupError(
                "“\(written)” is a name for this network at most; others cannot look it up.",
                remedy: example
            )
        }
        description = name
    }

    /// Whether a public authority, such as Let's Encrypt, may vouch for it.
    var isPublic: Bool { description.split(separator: ".").last.map { !Self.reserved.contains($0) } ?? false }

    /// RFC 1123, section 2.1.
    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
