// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import MediaCore
import Testing

/// Which of our own addresses a peer is told.
struct OwnCandidateTests {
    private static func examine(_ text: String, _ policy: IceTransportPolicy) -> CandidateFilter.Verdict {
        CandidateFilter().examine(own: IceCandidate(candidate: text, sdpMid: "0", sdpMLineIndex: 0), policy: policy)
    }

    private static let relay =
        "candidate:9 1 udp 16777215 198.51.100.9 50000 typ relay raddr 10.0.0.2 rport 41000 generation 0"

    @Test(arguments: [
        "candidate:1 1 udp 2122260223 10.0.0.2 41000 typ host",
        "candidate:2 1 udp 1686052607 203.0.113.5 41000 typ srflx raddr 10.0.0.2 rport 41000",
        "candidate:3 1 udp 1686052607 203.0.113.5 41000 typ prflx raddr 10.0.0.2 rport 41000", relay,
    ])
    func usuallyAllAreTold(_ text: String) {
        let candidate = IceCandidate(candidate: text, sdpMid: "0", sdpMLineIndex: 0)
        #expect(Self.examine(text, .all) == .pass(candidate))
        guard text != Self.relay else { return }
        #expect(Self.examine(text, .relay) != .pass(candidate))
        if case .drop(.kind) = Self.examine(text, .relay) { return }
        Issue.record("\(text) is not dropped for its kind")
    }

    /// A relay's candidate says where it was asked for: RFC 8839 section 5.1 lets that be hidden.
    @Test func ofARelayOnlyItsOwnAddressIsTold() throws {
        guard case .pass(let told) = Self.examine(Self.relay, .relay) else {
            Issue.record("the relay is not told")
            return
        }
        #expect(!told.candidate.contains("10.0.0.2"))
        #expect(!told.candidate.contains("41000"))
        let expected = "candidate:9 1 udp 16777215 198.51.100.9 50000 typ relay raddr 0.0.0.0 rport 0 generation 0"
        #expect(told.candidate == expected)
        #expect(told.sdpMid == "0")
        // What leaves can be taken in.
        #expect(CandidateFilter().examine(told) == .pass(told))
    }

    @Test func theOtherFamilyIsHiddenToo() throws {
        let text = "candidate:9 1 udp 16777215 2001:db8::9 50000 typ relay raddr fd00::2 rport 41000"
        guard case .pass(let told) = Self.examine(text, .relay) else {
            Issue.record("the relay is not told")
            return
        }
        #expect(told.candidate.hasSuffix("typ relay raddr :: rport 0"))
    }
}
