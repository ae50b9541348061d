// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Examines a peer's description before the media engine sees it.
///
/// What passes is a call's description as RFC 8829 has it: one live section of sound and one of pictures (either may be
/// rejected), at most one for data, all encrypted to one certificate that is known by SHA-256 or better. The engine
/// itself accepts any certificate, so the fingerprints found here are what a call's privacy rests on.
public struct SDPGate: Sendable {
    /// How much is too much.
    public struct Limits: Hashable, Sendable {
        /// Bytes of the description; browsers send 8,000.
        public var bytes = 65_536
        /// Lines of the description.
        public var lines = 2_000
        /// Bytes of a line.
        public var lineBytes = 2_048
        /// Media sections, rejected ones too.
        public var sections = 16

        /// Limits that every known browser stays far below.
        public init() {}
    }

    /// How much is too much.
    public let limits: Limits

    /// Makes a gate.
    public init(limits: Limits = Limits()) { self.limits = limits }

    /// Reads a description, or says why it is refused.
    ///
    /// - Parameter description: what the peer sent.
    /// - Returns: what the engine needs to know, and the text to give it.
    /// - Throws: the first thing that is wrong, with its evidence.
    public func examine(_ description: SessionDescription) throws(SDPError) -> ExaminedDescription {
        let text = try SDPText(description.sdp, limits: limits)
        let session = SDPAttributes(text.session)
        let bundle = session.values("group").first { $0.hasPrefix("BUNDLE ") }
        let bundled = bundle?.split(separator: " ").dropFirst().map(String.init) ?? []

        var drafts: [SDPSectionReader] = []
        for (index, lines) in text.sections.enumerated() {
            drafts.append(try SDPSectionReader(lines, index: index, session: session, bundled: bundled))
        }
        let fingerprints = try transport(of: drafts, bundled: bundled, kind: description.kind)
        let tagged = Self.tagged(drafts, bundled)
        let texts = zip(text.sections, drafts).map { lines, draft in
            tagged.map { lines.ridingOn($0, as: draft, in: bundled) } ?? lines
        }
        let sections = try drafts.map { draft throws(SDPError) in try draft.section() }
        try checkKinds(of: sections)

        return ExaminedDescription(
            kind: description.kind,
            sdp: (text.session + texts.joined()).filter { !Self.isCandidate($0) }
                .map { "\($0.type)=\($0.value)\r\n" }.joined(),
            fingerprints: fingerprints,
            sections: sections,
            candidates: drafts.filter { draft in tagged.map { !draft.leaves($0, in: bundled) } ?? true }
                .flatMap(\.candidates)
        )
    }

    /// Checks every live section's transport, and that there is one certificate.
    private func transport(
        of drafts: [SDPSectionReader],
        bundled: [String],
        kind: SessionDescription.Kind
    ) throws(SDPError) -> Set<Fingerprint> {
        var known: Set<Fingerprint>?
        // RFC 8843 section 7.1.3: who rides on the tagged section's transport may leave it to that section to say.
        let tagged = Self.tagged(drafts, bundled)
        for draft in drafts where !draft.isRejected {
            let rides = draft.mid.map { bundled.dropFirst().contains($0) } ?? false
            let found = try draft.checkTransport(kind: kind, lender: rides ? tagged : nil)
            if let known, known != found { throw .fingerprintsDiffer(section: draft.index) }
            known = found
        }
        guard let known else { throw .nothingActive }
        return known
    }

    /// The section on whose transport the others of the bundle ride.
    private static func tagged(_ drafts: [SDPSectionReader], _ bundled: [String]) -> SDPSectionReader? {
        bundled.first.flatMap { tag in drafts.first { $0.mid == tag && !$0.isRejected } }
    }

    private func checkKinds(of sections: [MediaSection]) throws(SDPError) {
        var mids: Set<String> = []
        for mid in sections.compactMap(\.mid) {
            guard mids.insert(mid).inserted else { throw .duplicateMid(mid) }
        }
        for kind in MediaSection.Kind.allCases {
            let all = sections.filter { $0.kind == kind }
            guard all.filter({ !$0.isRejected }).count <= 1 else { throw .duplicateKind(kind) }
            if all.isEmpty, kind != .application { throw .missingKind(kind) }
        }
    }

    /// Candidates in the text would bypass `CandidateFilter`.
    private static func isCandidate(_ line: SDPText.Line) -> Bool {
        switch line.attribute {
        case "candidate", "end-of-candidates", "remote-candidates": true
        default: false
        }
    }
}
