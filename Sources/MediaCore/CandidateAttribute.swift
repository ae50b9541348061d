// SPDX-License-Identifier: GPL-3.0-or-later

/// The `candidate-attribute` of RFC 8839 section 5.1, in parts.
public struct CandidateAttribute: Hashable, Sendable, CustomStringConvertible {
    /// How the address was found.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// An interface's own.
        case host
        /// As a STUN server saw it.
        case serverReflexive = "srflx"
        /// As the peer saw it.
        case peerReflexive = "prflx"
        /// Lent by a TURN server.
        case relayed = "relay"
    }

    /// Candidates with the same foundation thaw together.
    public let foundation: String
    /// 1 for RTP, or for everything where RTCP is multiplexed.
    public let component: Int
    /// `udp` or `tcp`, in lower case.
    public let transport: String
    /// Higher is tried first.
    public let priority: UInt32
    /// A numeric address or a name.
    public let address: String
    /// The port, 0...65535.
    public let port: Int
    /// How the address was found.
    public let kind: Kind
    /// The rest as written, such as `raddr 10.0.0.2 rport 5000`.
    public let extensions: String

    /// Reads `candidate:…`, with or without `a=`; nil when it is malformed.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return nil }
        var text = Substring(text)
        if text.hasPrefix("a=") { text = text.dropFirst(2) }
        guard text.hasPrefix("candidate:") else { return nil }
        let words = text.dropFirst("candidate:".count).split(separator: " ", maxSplits: 8)
        guard words.count >= 8, words[0].utf8.count <= 32, words[6] == "typ",
            let component = words[1].decimal(atMost: 256), component > 0,
            let priority = words[3].decimal(atMost: Int(UInt32.max)),
            let port = words[5].decimal(atMost: 65_535),
            let kind = Kind(rawValue: words[7].lowercased())
        else { return nil }
        foundation = String(words[0])
        self.component = component
        transport = words[2].lowercased()
        self.priority = UInt32(priority)
        address = String(words[4])
        self.port = port
        self.kind = kind
        extensions = words.count > 8 ? String(words[8]) : ""
    }

    private init(_ other: CandidateAttribute, address: String, extensions: String? = nil) {
        foundation = other.foundation
        component = other.component
        transport = other.transport
        priority = other.priority
        self.address = address
        port = other.port
        kind = other.kind
        self.extensions = extensions ?? other.extensions
    }

    /// The same candidate at another address, as after resolving a name.
    public func replacingAddress(with address: String) -> CandidateAttribute {
        CandidateAttribute(self, address: address)
    }

    /// The same candidate without `raddr` and `rport`, which name one of the computer's own addresses; 0 in their places, as
    /// RFC 8839 section 5.1 wants them to be there for a relay.
    public var hidingRelatedAddress: CandidateAttribute {
        var words = extensions.split(separator: " ").map(String.init)
        for index in words.indices.dropFirst() {
            switch words[index - 1].lowercased() {
            case "raddr": words[index] = words[index].contains(":") ? "::" : "0.0.0.0"
            case "rport": words[index] = "0"
            default: break
            }
        }
        return CandidateAttribute(self, address: address, extensions: words.joined(separator: " "))
    }

    /// The attribute's text, without `a=`.
    public var description: String {
        let head =
            "candidate:\(foundation) \(component) \(transport) \(priority) \(address) \(port) typ \(kind.rawValue)"
        return extensions.isEmpty ? head : "\(head) \(extensions)"
    }
}
