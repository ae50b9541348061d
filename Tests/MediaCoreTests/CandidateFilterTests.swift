// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import MediaCore
import Testing

struct CandidateFilterTests {
    static func candidate(
        _ address: String = "192.0.2.7",
        port: String = "50000",
        transport: String = "udp",
        component: String = "1",
        kind: String = "host"
    ) -> String {
        "candidate:1 \(component) \(transport) 2122260223 \(address) \(port) typ \(kind)"
    }

    static func examine(_ text: String) -> CandidateFilter.Verdict {
        CandidateFilter().examine(IceCandidate(candidate: text, sdpMid: "0", sdpMLineIndex: 0))
    }

    @Test(arguments: [
        candidate(),
        candidate("127.0.0.1"),
        candidate("169.254.3.4"),
        candidate("2001:db8::1"),
        candidate("::1"),
        candidate("1:2:3:4:5:6:7:8"),
        candidate("64:ff9b::192.0.2.33"),
        candidate(kind: "relay") + " raddr 198.51.100.9 rport 3478 generation 0 ufrag abcd network-cost 999",
        candidate(port: "443", kind: "relay"),
    ])
    func ordinaryOnesPassUnchanged(_ text: String) {
        let candidate = IceCandidate(candidate: text, sdpMid: "0", sdpMLineIndex: 0)
        #expect(CandidateFilter().examine(candidate) == .pass(candidate))
    }

    @Test func theTextIsNormalised() {
        let verdict = Self.examine("a=candidate:1 1 UDP 5 192.0.2.7 5000 typ HOST")
        let text = "candidate:1 1 udp 5 192.0.2.7 5000 typ host"
        #expect(verdict == .pass(IceCandidate(candidate: text, sdpMid: "0", sdpMLineIndex: 0)))
    }

    @Test func nothingMeansTheEnd() {
        #expect(CandidateFilter().examine(nil) == .end)
        #expect(CandidateFilter().examine(IceCandidate(candidate: "", sdpMid: nil, sdpMLineIndex: nil)) == .end)
    }

    struct Dropped: Sendable, CustomTestStringConvertible {
        let text: String
        let reason: CandidateFilter.Reason

        init(_ text: String, _ reason: CandidateFilter.Reason) {
            self.text = text
            self.reason = reason
        }

        var testDescription: String { text }
    }

    static let dropped: [Dropped] = [
        Dropped(candidate(transport: "tcp") + " tcptype active", .transport("tcp")),
        Dropped(candidate(component: "2"), .component(2)),
        Dropped(candidate("0.0.0.0"), .address("0.0.0.0")),
        Dropped(candidate("0.1.2.3"), .address("0.1.2.3")),
        Dropped(candidate("::"), .address("::")),
        Dropped(candidate("224.0.0.251"), .address("224.0.0.251")),
        Dropped(candidate("239.255.255.250"), .address("239.255.255.250")),
        Dropped(candidate("255.255.255.255"), .address("255.255.255.255")),
        Dropped(candidate("ff02::1"), .address("ff02::1")),
        Dropped(candidate("::ffff:224.0.0.1"), .address("::ffff:224.0.0.1")),
        Dropped(candidate("fe80::1"), .address("fe80::1")),
        Dropped(candidate("fe80::1%eth0"), .address("fe80::1%eth0")),
        Dropped(candidate("localhost"), .address("localhost")),
        Dropped(candidate("example.com"), .address("example.com")),
        Dropped(candidate("a.b.local"), .address("a.b.local")),
        Dropped(candidate(".local"), .address(".local")),
        Dropped(candidate("a.local", kind: "srflx"), .address("a.local")),
        Dropped(candidate("192.0.2.256"), .address("192.0.2.256")),
        Dropped(candidate("192.0.2.07"), .address("192.0.2.07")),
        Dropped(candidate("1::2::3"), .address("1::2::3")),
        Dropped(candidate("1:2:3:4:5:6:7:8:9"), .address("1:2:3:4:5:6:7:8:9")),
        Dropped(candidate(":::"), .address(":::")),
        Dropped(candidate(port: "0"), .port(0)),
        Dropped(candidate(port: "53"), .port(53)),
        Dropped(candidate("192.168.1.1", port: "80"), .port(80)),
        Dropped(candidate("a.local", port: "80"), .port(80)),
        Dropped(candidate(port: "65536"), .malformed),
        Dropped(candidate(port: "-5"), .malformed),
        Dropped(candidate(kind: "other"), .malformed),
        Dropped(candidate() + "\r\na=x", .malformed),
        Dropped("candidate:", .malformed),
        Dropped("hello", .malformed),
        Dropped(candidate() + String(repeating: " x", count: 300), .tooLong(bytes: 653)),
    ]

    @Test(arguments: dropped)
    func oddOnesAreDropped(_ dropped: Dropped) {
        #expect(Self.examine(dropped.text) == .drop(dropped.reason))
    }

    @Test func aMulticastDNSNameIsReportedAndCanBeResolved() throws {
        let verdict = Self.examine(Self.candidate("6F1C3FD0-1d5a.local"))
        guard case .unresolved(let name, let attribute) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(name == "6f1c3fd0-1d5a.local")
        #expect(attribute.replacingAddress(with: "192.0.2.7").description == Self.candidate())
    }

    @Test func aCandidateOfNoSectionIsDropped() {
        let filter = CandidateFilter()
        for (mid, index) in [(nil, nil), (nil, -1), (nil, 99), ("a b", 0), (String(repeating: "x", count: 65), nil)]
            as [(String?, Int?)]
        {
            let candidate = IceCandidate(candidate: Self.candidate(), sdpMid: mid, sdpMLineIndex: index)
            #expect(filter.examine(candidate) == .drop(.noSection))
        }
    }
}

struct FingerprintTests {
    @Test func caseDoesNotMatter() throws {
        let upper = try #require(Fingerprint(attribute: SmallSDP.fingerprint))
        #expect(upper == Fingerprint(attribute: SmallSDP.fingerprint.lowercased()))
        #expect(upper == Fingerprint(attribute: SmallSDP.fingerprint.uppercased()))
        #expect(upper.description == SmallSDP.fingerprint)
        #expect(upper != Fingerprint(attribute: SmallSDP.otherFingerprint))
        #expect(upper == Fingerprint(algorithm: .sha256, bytes: [UInt8](repeating: 0xAB, count: 32)))
    }

    @Test(arguments: [
        "", "sha-256", "sha-256 ", "sha-1 " + String(repeating: "00:", count: 19) + "00", "sha-256 AB:CD",
        SmallSDP.fingerprint + ":", SmallSDP.fingerprint + " ", SmallSDP.fingerprint + ":AB", "sha-384 AB",
        SmallSDP.fingerprint.replacingOccurrences(of: "AB", with: "AG"),
        SmallSDP.fingerprint.replacingOccurrences(of: ":", with: ""),
    ])
    func malformedOnesAreNone(_ text: String) {
        #expect(Fingerprint(attribute: text) == nil)
    }
}
