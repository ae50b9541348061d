// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// Reads one media section and the session's attributes that hold for it.
struct SDPSectionReader {
    let index: Int
    let kind: MediaSection.Kind
    let mid: String?
    let isRejected: Bool
    let formats: [Substring]
    let attributes: SDPAttributes
    private let session: SDPAttributes

    init(_ lines: [SDPText.Line], index: Int, session: SDPAttributes, bundled: [String]) throws(SDPError) {
        self.index = index
        self.session = session
        attributes = SDPAttributes(lines)

        let line = lines.first?.value ?? ""
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count >= 4, let port = words[1].decimal(atMost: 65_535),
            let kind = MediaSection.Kind(rawValue: String(words[0]))
        else { throw .badAttribute("m-line", value: SDPError.excerpt(line), section: index) }
        self.kind = kind
        formats = Array(words[3...])

        mid = attributes.first("mid").map(String.init)
        if let mid, mid.isEmpty || mid.utf8.count > 64 || mid.contains(" ") {
            throw .badAttribute("mid", value: SDPError.excerpt(mid), section: index)
        }
        let rides = mid.map(bundled.contains) ?? false
        isRejected = port == 0 && !(attributes.has("bundle-only") && rides)

        guard isRejected || Self.protocols(of: kind).contains(words[2]) else {
            throw .badProtocol(SDPError.excerpt(words[2]), section: index)
        }
        guard isRejected || mid != nil else { throw .missingAttribute("mid", section: index) }
    }

    /// The names under which RFC 8829 and RFC 8841 have a section encrypted by DTLS; the first of each is today's.
    private static func protocols(of kind: MediaSection.Kind) -> Set<Substring> {
        switch kind {
        case .audio, .video: ["UDP/TLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVPF", "RTP/SAVPF"]
        case .application: ["UDP/DTLS/SCTP", "TCP/DTLS/SCTP", "DTLS/SCTP"]
        }
    }

    /// Candidates that stand in the section.
    var candidates: [IceCandidate] {
        attributes.values("candidate").map { value in
            IceCandidate(candidate: "candidate:" + value, sdpMid: mid, sdpMLineIndex: index)
        }
    }

    // MARK: Transport

    /// Checks ICE credentials, DTLS role and certificate.
    ///
    /// - Parameters:
    ///   - kind: offer or answer: they have different roles to choose from.
    ///   - lender: the section whose transport this one uses, if it is another's.
    /// - Returns: the strong fingerprints that hold for the section.
    /// - Throws: what is missing or impossible.
    func checkTransport(
        kind: SessionDescription.Kind,
        lender: SDPSectionReader?
    ) throws(SDPError) -> Set<Fingerprint> {
        try checkCredential("ice-ufrag", lengths: 4...256, lender: lender)
        try checkCredential("ice-pwd", lengths: 22...256, lender: lender)
        guard let setup = transportValues("setup", lender: lender).first else {
            throw .missingAttribute("setup", section: index)
        }
        switch (kind, setup) {
        case (.offer, "actpass"), (_, "active"), (_, "passive"): break
        default: throw .badAttribute("setup", value: SDPError.excerpt(setup), section: index)
        }
        return try fingerprints(lender: lender)
    }

    private func fingerprints(lender: SDPSectionReader?) throws(SDPError) -> Set<Fingerprint> {
        let values = transportValues("fingerprint", lender: lender)
        guard !values.isEmpty else { throw .missingAttribute("fingerprint", section: index) }
        var strong: Set<Fingerprint> = []
        for value in values {
            let name = value.prefix { $0 != " " }.lowercased()
            guard Fingerprint.Algorithm(rawValue: name) != nil else { continue }
            guard let fingerprint = Fingerprint(attribute: value) else {
                throw .badAttribute("fingerprint", value: SDPError.excerpt(value), section: index)
            }
            strong.insert(fingerprint)
        }
        guard !strong.isEmpty else { throw .weakFingerprint(section: index) }
        return strong
    }

    private func checkCredential(
        _ name: Substring,
        lengths: ClosedRange<Int>,
        lender: SDPSectionReader?
    ) throws(SDPError) {
        guard let value = transportValues(name, lender: lender).first else {
            throw .missingAttribute(String(name), section: index)
        }
        guard lengths.contains(value.utf8.count), value.utf8.allSatisfy(Self.isIceCharacter) else {
            throw .badAttribute(String(name), value: SDPError.excerpt(value), section: index)
        }
    }

    /// The section's own values, else the lending section's, else the session's.
    func transportValues(_ name: Substring, lender: SDPSectionReader?) -> [Substring] {
        let own = attributes.values(name)
        guard own.isEmpty else { return own }
        let lent = lender?.attributes.values(name) ?? []
        return lent.isEmpty ? session.values(name) : lent
    }

    /// RFC 8839 section 5.4: ice-char.
    private static func isIceCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }

    var direction: MediaSection.Direction {
        let own = MediaSection.Direction.allCases.first { attributes.has(Substring($0.rawValue)) }
        let common = MediaSection.Direction.allCases.first { session.has(Substring($0.rawValue)) }
        return own ?? common ?? .sendrecv
    }
}
