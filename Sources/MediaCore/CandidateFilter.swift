// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Decides which candidates the media engine gets from a peer, and which of ours the peer gets.
///
/// A peer's candidate is an address that this machine will send packets to: nothing is passed that no honest peer names.
public struct CandidateFilter: Sendable {
    /// What becomes of a candidate.
    public enum Verdict: Hashable, Sendable {
        /// Give this to the engine, or to the peer.
        case pass(IceCandidate)
        /// There are no more.
        case end
        /// A name of multicast DNS: resolve it, then examine `attribute.replacingAddress(with:)`.
        case unresolved(name: String, attribute: CandidateAttribute)
        /// Forget it.
        case drop(Reason)
    }

    /// Why a candidate is dropped.
    public enum Reason: Hashable, Sendable {
        /// Longer than anybody needs.
        case tooLong(bytes: Int)
        /// Not what RFC 8839 says.
        case malformed
        /// Neither a section's tag nor its index, or an impossible one.
        case noSection
        /// Not UDP: the engine's TCP candidates cost three times the checks and browsers ignore them.
        case transport(String)
        /// For RTCP alone, which is always multiplexed here.
        case component(Int)
        /// Unspecified, multicast, of one link only, or a name that is not `.local`.
        case address(String)
        /// 0, or one of a system service.
        case port(Int)
        /// One of our own that would show where this computer is, when only relays may be used.
        case kind(CandidateAttribute.Kind)
    }

    /// Bytes of a candidate; real ones have fewer than 200.
    public static let limit = 512

    /// Makes a filter.
    public init() {}

    /// Decides about a candidate; nil, like an empty one, is the end.
    public func examine(_ candidate: IceCandidate?) -> Verdict {
        guard let candidate, !candidate.candidate.isEmpty else { return .end }
        guard candidate.candidate.utf8.count <= Self.limit else {
            return .drop(.tooLong(bytes: candidate.candidate.utf8.count))
        }
        guard let attribute = CandidateAttribute(candidate.candidate) else { return .drop(.malformed) }
        guard Self.hasSection(candidate) else { return .drop(.noSection) }
        guard attribute.transport == "udp" else { return .drop(.transport(attribute.transport)) }
        guard attribute.component == 1 else { return .drop(.component(attribute.component)) }

        guard let address = IPAddress(attribute.address) else { return named(attribute) }
        if address.isUnspecified || address.isMulticast || address.isLinkLocalVersion6 {
            return .drop(.address(attribute.address))
        }
        guard Self.isAllowed(port: attribute.port, at: address) else { return .drop(.port(attribute.port)) }
        return .pass(
            IceCandidate(
                candidate: attribute.description,
                sdpMid: candidate.sdpMid,
                sdpMLineIndex: candidate.sdpMLineIndex,
                usernameFragment: candidate.usernameFragment
            )
        )
    }

    /// Decides whether the peer gets a candidate of ours, and how much of it.
    ///
    /// - Parameters:
    ///   - candidate: as the engine found it.
    ///   - policy: which paths may be used; with relays only, nothing of ours but theirs is named.
    /// - Returns: what the peer may be told.
    public func examine(own candidate: IceCandidate, policy: IceTransportPolicy) -> Verdict {
        let verdict = examine(candidate)
        guard policy == .relay, case .pass(let passed) = verdict else { return verdict }
        guard let attribute = CandidateAttribute(passed.candidate) else { return .drop(.malformed) }
        guard attribute.kind == .relayed else { return .drop(.kind(attribute.kind)) }
        return .pass(
            IceCandidate(
                candidate: attribute.hidingRelatedAddress.description,
                sdpMid: passed.sdpMid,
                sdpMLineIndex: passed.sdpMLineIndex,
                usernameFragment: passed.usernameFragment
            )
        )
    }

    /// RFC 8828's names hide a host's address; any other name would have us ask a resolver of the peer's choice.
    private func named(_ attribute: CandidateAttribute) -> Verdict {
        let name = attribute.address.lowercased()
        let label = name.dropLast(".local".count)
        guard name.hasSuffix(".local"), (1...63).contains(label.utf8.count), attribute.kind == .host,
            label.utf8.allSatisfy(Self.isHostNameByte)
        else { return .drop(.address(attribute.address)) }
        guard attribute.port >= 1_024 else { return .drop(.port(attribute.port)) }
        return .unresolved(name: name, attribute: attribute)
    }

    private static func isHostNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func hasSection(_ candidate: IceCandidate) -> Bool {
        guard candidate.sdpMid != nil || candidate.sdpMLineIndex != nil else { return false }
        let mid = candidate.sdpMid ?? ""
        return mid.utf8.count <= 64 && mid.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
            && (0..<16).contains(candidate.sdpMLineIndex ?? 0)
    }

    /// As browsers do: no packets to system services, save where relays on the internet hide behind web ports.
    private static func isAllowed(port: Int, at address: IPAddress) -> Bool {
        port >= 1_024 || (!address.isPrivate && (port == 80 || port == 443))
    }
}
