// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import MediaCore
import Testing

struct SDPFuzzTests {
    static let scraps = [
        "\r", "\n", "\u{0}", " ", ":", "/", "=", "m=", "a=", "999999999999", "-1", "é", "::", "a=mid:",
    ]

    @Test(arguments: SDPFixture.allCases)
    func noMutationOfARealDescriptionTraps(_ fixture: SDPFixture) throws {
        var random = Seeded(state: 0x4A6F_6F6D)
        let lines = try fixture.description().sdp.components("\r\n")
        var passed = 0
        for _ in 0..<400 {
            var text = lines
            for _ in 0..<Int.random(in: 1...4, using: &random) { Self.mutate(&text, using: &random) }
            let description = SessionDescription(kind: fixture.kind, sdp: text.joined(separator: "\r\n"))
            guard let examined = try? SDPGate().examine(description) else { continue }
            passed += 1
            // Whatever passes has a certificate to hold the peer to, and passes again as the engine gets it.
            #expect(!examined.fingerprints.isEmpty)
            let again = try SDPGate().examine(SessionDescription(kind: fixture.kind, sdp: examined.sdp))
            #expect(again.fingerprints == examined.fingerprints)
            #expect(again.sections == examined.sections)
        }
        #expect(passed > 20 && passed < 400)
    }

    @Test func noMutationOfACandidateTraps() {
        var random = Seeded(state: 7)
        let seeds = [
            "candidate:842163049 1 udp 1677729535 192.0.2.7 46154 typ srflx raddr 10.0.0.2 rport 46154 generation 0",
            "candidate:1 1 UDP 2015363327 2001:db8::17 55000 typ host",
            "candidate:1 1 udp 1 6f1c3fd0-1d5a-4b1e-9d5a-fb4d2a7a1c11.local 50000 typ host",
        ]
        for _ in 0..<5_000 {
            var words = (seeds.randomElement(using: &random) ?? "").components(" ")
            Self.mutate(&words, using: &random)
            let text = words.joined(separator: " ")
            let candidate = IceCandidate(candidate: text, sdpMid: "0", sdpMLineIndex: 0)
            guard case .pass(let passed) = CandidateFilter().examine(candidate) else { continue }
            #expect(CandidateFilter().examine(passed) == .pass(passed))
        }
    }

    static func mutate(_ parts: inout [String], using random: inout Seeded) {
        guard let index = parts.indices.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: parts.remove(at: index)
        case 1: parts.insert(parts[index], at: index)
        case 2: parts.swapAt(index, parts.indices.randomElement(using: &random) ?? index)
        case 3:
            var characters = Array(parts[index])
            let place = characters.indices.randomElement(using: &random) ?? 0
            let scrap = Array(scraps.randomElement(using: &random) ?? "")
            characters.replaceSubrange(place..<min(place + 1, characters.count), with: scrap)
            parts[index] = String(characters)
        default: parts[index] = String(parts[index].prefix(Int.random(in: 0...12, using: &random)))
        }
    }
}

extension String {
    func components(_ separator: String) -> [String] { split(whole: separator) }

    /// Cut at every occurrence, empty pieces too.
    func split(whole separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }

    func lines(where keep: (Substring) -> Bool) -> String {
        split(separator: "\n").filter(keep).map { $0 + "\n" }.joined()
    }
}
