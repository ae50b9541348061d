// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIONIO

/// What somebody wants set up.
struct SetupRequest: Hashable, Sendable {
    /// What stands in front of the server and speaks https.
    enum Proxy: String, CaseIterable, Hashable, Sendable {
        /// Debian's caddy, which gets and renews certificates by itself.
        case caddy
        /// Something that is there already and that its owner sets up.
        case none
    }

    /// A certificate that is there already, both in PEM.
    struct Certificate: Hashable, Sendable {
        let chain: String
        let key: String
    }

    let domain: DomainName
    var proxy = Proxy.caddy
    /// Where the authority writes to when a certificate is about to end.
    var email: String?
    /// nil to let the proxy get one.
    var certificate: Certificate?
    /// What coturn and the server share; nil for no relay.
    var turnSecret: String?

    /// Looks whether the parts fit together, and may stand in configuration files.
    func check() throws(SetupError) {
        if let email, !Self.isPlain(email) || email.split(separator: "@").count != 2 {
            throw SetupError("“\(email)” is no address for mail.", remedy: "Give one such as --email you@example.org.")
        }
        if let turnSecret, !Self.isPlain(turnSecret) || turnSecret.utf8.count < 16 {
            throw SetupError(
                "The secret for the relay is too short, or has other characters than letters, digits and . _ + - = / @.",
                remedy: "Leave --turn-secret out, and one is made up."
            )
        }
        for file in [certificate?.chain, certificate?.key].compactMap(\.self) {
            guard file.hasPrefix("/"), Self.isPlain(file) else {
                throw SetupError("“\(file)” is no path from / in plain letters.", remedy: "Give the whole path.")
            }
        }
        guard proxy == .none || certificate != nil || domain.isPublic else {
            throw SetupError(
                "No authority that browsers know vouches for names such as \(domain).",
                remedy: "Give a name that you own on the Internet, or --tls-certificate and --tls-key for this one."
            )
        }
    }

    /// Letters that mean nothing special to TOML, to Caddy or to coturn.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._+-=/@".utf8.contains(byte)
                }
            }
    }
}

/// What a plan has to know of the computer that it is for.
struct SetupHost: Hashable, Sendable {
    /// The path of joom-server.
    var program = "/usr/bin/joom-server"
    /// Whether it can listen on IPv6.
    var hasIPv6 = true
    /// The IPv4 address from which packets leave for the Internet.
    var sourceAddress: String?
    /// The IPv4 addresses that the name leads to.
    var domainAddresses: [String] = []

    private static let privateRanges = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"]
        .compactMap(AddressRange.init)
    private static let loopback = AddressRange("127.0.0.0/8")

    /// Whether its own address is one that nobody reaches from elsewhere.
    var isBehindTranslation: Bool {
        guard let address = sourceAddress.flatMap({ NetworkAddress($0) }) else { return false }
        return Self.privateRanges.contains { $0.contains(address) }
    }

    /// The address that others see where the computer itself has another, as in most clouds; nil where both are one.
    ///
    /// A name that leads elsewhere from a computer with an address of its own is not moved here yet.
    var translatedAddress: String? {
        guard isBehindTranslation, let sourceAddress, !domainAddresses.contains(sourceAddress) else { return nil }
        return domainAddresses.first
    }

    /// Finds what would make a set-up useless before it begins.
    ///
    /// - Parameter domain: the name that is set up.
    /// - Throws: what to do first.
    func check(_ domain: DomainName) throws(SetupError) {
        let here = domainAddresses.first { text in
            NetworkAddress(text).map { Self.loopback?.contains($0) ?? false } ?? false
        }
        guard let here else { return }
        throw SetupError(
            "/etc/hosts leads \(domain) to \(here), which is this computer alone.",
            remedy: "Take the name out of that line, so that it leads to the address that others use, and run it again."
        )
    }
}
