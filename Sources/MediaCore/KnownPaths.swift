// SPDX-License-Identifier: GPL-3.0-or-later

/// The pairs of ICE candidates of a connection (RFC 8445 section 5), of which one is in use.
public struct KnownPaths: Hashable, Sendable {
    /// From where to where.
    public struct Pair: Hashable, Sendable {
        /// Our end.
        public let ours: CandidateAttribute
        /// The peer's.
        public let theirs: CandidateAttribute

        /// Pairs two.
        public init(ours: CandidateAttribute, theirs: CandidateAttribute) {
            self.ours = ours
            self.theirs = theirs
        }
    }

    /// Our ends.
    public let ours: [CandidateAttribute]
    /// The peer's.
    public let theirs: [CandidateAttribute]
    /// The pair that packets leave by.
    public let used: Pair

    /// Takes what is known.
    public init(ours: [CandidateAttribute], theirs: [CandidateAttribute], used: Pair) {
        self.ours = ours
        self.theirs = theirs
        self.used = used
    }

    /// The way to take once the address of the one in use is gone.
    ///
    /// Where the peer is reached now is tried first: it is our own network that changed.
    ///
    /// - Parameters:
    ///   - addresses: those that packets can leave from.
    ///   - source: from which of our addresses the system sends to another; nil for none.
    /// - Returns: nil where the address is still there, a relay is in use, or no other way is known.
    public func replacement(addresses: Set<String>, source: (String) -> String?) -> Pair? {
        guard let base = used.ours.base, !addresses.contains(base) else { return nil }
        let usable = ours.filter { $0.kind == .host && $0.transport == "udp" && addresses.contains($0.address) }
        guard !usable.isEmpty else { return nil }
        let others = theirs.filter { $0 != used.theirs && $0.transport == "udp" }.sorted { $0.priority > $1.priority }
        for their in [used.theirs] + others {
            guard let from = source(their.address), let our = usable.first(where: { $0.address == from }) else {
                continue
            }
            return Pair(ours: our, theirs: their)
        }
        return nil
    }

    /// The pair of two foundations; nil where there is none.
    public func pair(ours: String, theirs: String) -> Pair? {
        guard let our = self.ours.first(where: { $0.foundation == ours }),
            let their = self.theirs.first(where: { $0.foundation == theirs })
        else { return nil }
        return Pair(ours: our, theirs: their)
    }
}

extension CandidateAttribute {
    /// The address of this computer that its packets leave from; nil for a relay, whose is not in it.
    var base: String? {
        switch kind {
        case .host: return address
        case .serverReflexive, .peerReflexive:
            let words = extensions.split(separator: " ")
            guard let index = words.firstIndex(where: { $0.lowercased() == "raddr" }), index + 1 < words.count else {
                return nil
            }
            return String(words[index + 1])
        case .relayed: return nil
        }
    }
}
