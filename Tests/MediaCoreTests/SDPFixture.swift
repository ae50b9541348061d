// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import MediaCore
import Testing

/// A description that a real program wrote (the Firefox-like one is by hand).
enum SDPFixture: String, CaseIterable {
    case chromiumOffer = "chromium-offer"
    case chromiumAnswer = "chromium-answer"
    case chromiumDataOffer = "chromium-data-offer"
    case webrtcbinOffer = "webrtcbin-offer"
    case firefoxLikeOffer = "firefox-like-offer"

    var kind: SessionDescription.Kind { self == .chromiumAnswer ? .answer : .offer }

    func description() throws -> SessionDescription {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/\(rawValue).sdp")
        return SessionDescription(kind: kind, sdp: try String(contentsOf: file, encoding: .utf8))
    }
}

/// A small description to be bent; every line of it matters to the gate.
enum SmallSDP {
    static let fingerprint = "sha-256 " + Array(repeating: "AB", count: 32).joined(separator: ":")
    static let otherFingerprint = "sha-256 " + Array(repeating: "CD", count: 32).joined(separator: ":")

    static let offer = """
        v=0
        o=- 1 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE a v
        m=audio 9 UDP/TLS/RTP/SAVPF 111
        c=IN IP4 0.0.0.0
        a=ice-ufrag:abcd
        a=ice-pwd:abcdefghijklmnopqrstuv
        a=fingerprint:\(fingerprint)
        a=setup:actpass
        a=mid:a
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        m=video 9 UDP/TLS/RTP/SAVPF 96
        c=IN IP4 0.0.0.0
        a=ice-ufrag:abcd
        a=ice-pwd:abcdefghijklmnopqrstuv
        a=fingerprint:\(fingerprint)
        a=setup:actpass
        a=mid:v
        a=rtcp-mux
        a=rtpmap:96 VP8/90000

        """

    /// The offer with one text for another, wherever it stands.
    static func replacing(_ text: String, with other: String) -> SessionDescription {
        SessionDescription(kind: .offer, sdp: offer.replacingOccurrences(of: text, with: other))
    }
}
