// SPDX-License-Identifier: GPL-3.0-or-later

extension ExaminedDescription {
    /// Completes webrtcbin's answer to this offer: up to 1.22 at least it does not say that RTCP messages may come alone
    /// (`rtcp-rsize`, RFC 5506 section 5), although it takes them.
    ///
    /// - Parameter sdp: the answer, with a section for each of the offer's, in order.
    /// - Returns: the same, where the offer has it too.
    public func completing(answer sdp: String) -> String {
        guard !sdp.contains("a=rtcp-rsize") else { return sdp }
        var lines: [Substring] = []
        var index = -1
        for line in sdp.split(separator: "\r\n", omittingEmptySubsequences: false) {
            lines.append(line)
            if line.hasPrefix("m=") { index += 1 }
            let takes = sections.indices.contains(index) && sections[index].takesReducedSizeRTCP
            if takes, line == "a=rtcp-mux" { lines.append("a=rtcp-rsize") }
        }
        return lines.joined(separator: "\r\n")
    }
}
