// SPDX-License-Identifier: GPL-3.0-or-later

/// Bundles whose author did not know yet whether we would agree to them (RFC 9429 section 4.1.1, policy `balanced`).
///
/// Each section then comes with a transport of its own, of which all but the tagged section's are given up in a bundle
/// (RFC 8843 section 7.1.3). Engines that know nothing of that refuse two ICE credentials in one bundle.
extension SDPSectionReader {
    /// Whether the section names another transport than the one that it rides on.
    func leaves(_ tagged: SDPSectionReader, in bundled: [String]) -> Bool {
        guard !isRejected, let mid, bundled.dropFirst().contains(mid) else { return false }
        let own = attributes.first("ice-ufrag")
        return own != nil && own != tagged.transportValues("ice-ufrag", lender: nil).first
    }
}

extension [SDPText.Line] {
    /// A section's lines with the ICE credentials of the transport that it rides on.
    func ridingOn(_ tagged: SDPSectionReader, as section: SDPSectionReader, in bundled: [String]) -> [SDPText.Line] {
        guard section.leaves(tagged, in: bundled) else { return self }
        return map { line in
            guard let name = line.attribute, name == "ice-ufrag" || name == "ice-pwd",
                let value = tagged.transportValues(name, lender: nil).first
            else { return line }
            return SDPText.Line(type: "a", value: "\(name):\(value)")
        }
    }
}
