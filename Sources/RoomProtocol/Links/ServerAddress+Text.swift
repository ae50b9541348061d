// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

extension ServerAddress {
    /// The port of a Joom server that nobody configured.
    public static let defaultPort = 3_000

    /// Reads what a person typed as a server: a URL without a path, or HOST[:PORT] (Protocol.md section 7).
    ///
    /// - Parameter text: as typed; a room link is refused with `.unexpectedPath`.
    /// - Throws: what is wrong with it.
    public init(typed text: String) throws(LinkError) {
        do throws(LinkError) {
            let parts = try LinkText(text)
            guard parts.path.isEmpty || parts.path == "/" else { throw .unexpectedPath(String(parts.path)) }
            self = parts.server
            return
        } catch .notALink {
            // HOST[:PORT], below.
        }
        let trimmed = LinkText.trimmed(text)
        guard !trimmed.contains("://") else { throw .badHost(String(trimmed)) }
        let bare = trimmed.hasSuffix("/") ? trimmed.dropLast() : trimmed
        guard !bare.contains("/") else { throw .unexpectedPath(String(bare)) }
        // An IPv6 address without brackets can have no port, so there is only one way to read it.
        let isBareAddress = !bare.hasPrefix("[") && bare.utf8.count { $0 == UInt8(ascii: ":") } >= 2
        let authority = try Authority(isBareAddress ? "[\(bare)]" : String(bare))
        if let port = authority.port {
            self.init(host: authority.host, port: port, isSecure: port == 443)
        } else if NearbyHost.matches(authority.host) {
            self.init(host: authority.host, port: Self.defaultPort, isSecure: false)
        } else {
            self.init(host: authority.host, port: 443, isSecure: true)
        }
    }

    /// The address as a URL without a path and without a port that goes without saying.
    public var shortDescription: String {
        "\(isSecure ? "https" : "http")://\(bracketedHost)\(isDefaultPort ? "" : ":\(port)")"
    }

    /// HOST[:PORT] for the app's own links, where 443 with TLS and 80 without go without saying.
    var shortAuthority: String {
        "\(bracketedHost)\(isDefaultPort ? "" : ":\(port)")"
    }

    private var isDefaultPort: Bool { port == (isSecure ? 443 : 80) }

    private var bracketedHost: String {
        guard host.contains(":") else { return host }
        // RFC 6874: inside a URL the zone's percent sign is itself encoded.
        return "[\(host.replacing("%", with: "%25"))]"
    }
}

/// Tells hosts of this computer and the local network, which have no certificate, from those of the internet.
enum NearbyHost {
    static func matches(_ host: String) -> Bool {
        if host.contains(":") { return matches(address6: host) }
        let labels = host.split(separator: ".")
        if let numbers = numbers(labels) { return matches(numbers: numbers) }
        return labels.count == 1 || labels.last == "local" || labels.last == "localhost"
    }

    private static func numbers(_ labels: [Substring]) -> [UInt8]? {
        let numbers = labels.compactMap { UInt8($0) }
        return numbers.count == 4 && labels.count == 4 ? numbers : nil
    }

    /// Loopback, private (RFC 1918) and link-local (RFC 3927) networks.
    private static func matches(numbers: [UInt8]) -> Bool {
        switch (numbers[0], numbers[1]) {
        case (127, _), (10, _), (192, 168), (169, 254), (172, 16...31): true
        default: false
        }
    }

    /// Loopback, link-local (fe80::/10) and unique local (fc00::/7) addresses of RFC 4291 and RFC 4193.
    private static func matches(address6 host: String) -> Bool {
        guard host != "::1" else { return true }
        guard let first = host.split(separator: ":", omittingEmptySubsequences: false).first,
            let bits = UInt16(first, radix: 16)
        else { return false }
        return bits & 0xffc0 == 0xfe80 || bits & 0xfe00 == 0xfc00
    }
}
