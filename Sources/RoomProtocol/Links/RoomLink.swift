// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// A link that leads people into a room (Protocol.md section 7).
public struct RoomLink: Hashable, Sendable {
    /// What only those who have the link know; never sent to the server.
    public struct Secret: Hashable, Sendable {
        /// Base64url of 16 random bytes, 22 characters.
        public let key: String
        /// Base64url of the SHA-256 of the only certificate to accept, 43 characters; nil for the system's trust.
        public let certificate: String?

        /// Checks a key and a certificate.
        ///
        /// - Throws: `.badKey` or `.badCertificate`.
        public init(key: String, certificate: String? = nil) throws(LinkError) {
            guard Self.isBase64URL(key, characters: 22) else { throw .badKey }
            guard certificate.map({ Self.isBase64URL($0, characters: 43) }) ?? true else { throw .badCertificate }
            self.key = key
            self.certificate = certificate
        }

        private static func isBase64URL(_ text: String, characters: Int) -> Bool {
            text.utf8.count == characters && text.utf8.allSatisfy(ASCII.isBase64URL)
        }
    }

    /// The server to ask.
    public let server: ServerAddress
    /// The room to join there.
    public let room: RoomName
    /// Present in links to rooms that need not trust their server.
    public let secret: Secret?

    /// Links to a room.
    ///
    /// What the secret says of the server's certificate holds for `server` too.
    public init(server: ServerAddress, room: RoomName, secret: Secret? = nil) {
        self.server = ServerAddress(server, certificate: secret?.certificate)
        self.room = room
        self.secret = secret
    }

    /// Reads either form of link, as typed, pasted or given by the desktop.
    ///
    /// - Throws: `.notALink` for a text that may be a room's name; else what is wrong with the link.
    public init(_ text: String) throws(LinkError) {
        let parts = try LinkText(text)
        room = try Self.room(in: parts)
        let secret = try Self.secret(in: parts.fragment)
        // Without TLS there is nothing that could be the certificate, and whoever is between sees all.
        guard parts.server.isSecure || secret?.certificate == nil else { throw .badCertificate }
        self.secret = secret
        server = ServerAddress(parts.server, certificate: secret?.certificate)
    }

    /// The form for everybody: a page in a browser, or Joom.
    public var webText: String {
        "\(server.shortDescription)/r/\(PercentEncoding.encode(room.rawValue))\(fragment)"
    }

    /// The form that only the app opens.
    public var appText: String {
        let query = server.isSecure ? "" : "?tls=0"
        return "joom://\(server.shortAuthority)/\(PercentEncoding.encode(room.rawValue))\(query)\(fragment)"
    }

    private var fragment: String {
        guard let secret else { return "" }
        return "#k=\(secret.key)" + (secret.certificate.map { "&fp=\($0)" } ?? "")
    }

    private static func room(in parts: LinkText) throws(LinkError) -> RoomName {
        var segments = parts.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        if segments.last?.isEmpty == true { segments.removeLast() }
        switch parts.scheme {
        case .http, .https:
            guard segments.first == "r" else { throw .noRoom }
            segments.removeFirst()
        case .joom: break
        }
        guard segments.count == 1, let segment = segments.first else { throw .noRoom }
        guard let name = PercentEncoding.decode(segment) else { throw .badEncoding(String(segment)) }
        do { return try RoomName(name) } catch { throw .badRoom(error) }
    }

    private static func secret(in fragment: Substring) throws(LinkError) -> Secret? {
        let certificate = LinkText.value(of: "fp", in: fragment).map(String.init)
        guard let key = LinkText.value(of: "k", in: fragment) else {
            // Dropping a certificate that the link demands would trust anybody.
            guard certificate == nil else { throw .badCertificate }
            return nil
        }
        return try Secret(key: String(key), certificate: certificate)
    }
}

extension ServerAddress {
    /// The same place, with another certificate to accept.
    fileprivate init(_ address: ServerAddress, certificate: String?) {
        self.init(host: address.host, port: address.port, isSecure: address.isSecure, certificate: certificate)
    }
}

extension LinkText {
    /// Whom the link leads to.
    var server: ServerAddress {
        let isSecure =
            switch scheme {
            case .http: false
            case .https: true
            case .joom: Self.value(of: "tls", in: query) != "0"
            }
        let port = authority.port ?? (isSecure ? 443 : 80)
        return ServerAddress(host: authority.host, port: port, isSecure: isSecure)
    }
}
