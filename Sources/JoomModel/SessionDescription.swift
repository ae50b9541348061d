// SPDX-License-Identifier: GPL-3.0-or-later

/// One side's half of a negotiation (W3C WebRTC, RTCSessionDescriptionInit).
public struct SessionDescription: Hashable, Sendable {
    /// Which half it is (W3C RTCSdpType; `pranswer` and `rollback` never cross the wire here).
    public enum Kind: String, Hashable, Sendable {
        /// Asks for a session.
        case offer
        /// Accepts one.
        case answer
    }

    /// Offer or answer.
    public let kind: Kind
    /// The text of RFC 8866, lines ended by CR LF.
    public let sdp: String

    /// Pairs the text with its half.
    public init(kind: Kind, sdp: String) {
        self.kind = kind
        self.sdp = sdp
    }
}

/// A way to reach a peer (W3C WebRTC, RTCIceCandidateInit).
public struct IceCandidate: Hashable, Sendable {
    /// The `candidate-attribute` of RFC 8839 without `a=`; empty means the end of this generation's candidates.
    public let candidate: String
    /// The media section's identification tag.
    public let sdpMid: String?
    /// The media section's index, from 0.
    public let sdpMLineIndex: Int?
    /// The ICE user fragment that tells generations apart.
    public let usernameFragment: String?

    /// Collects the four members of RTCIceCandidateInit.
    public init(candidate: String, sdpMid: String?, sdpMLineIndex: Int?, usernameFragment: String? = nil) {
        self.candidate = candidate
        self.sdpMid = sdpMid
        self.sdpMLineIndex = sdpMLineIndex
        self.usernameFragment = usernameFragment
    }
}

/// A STUN or TURN server (W3C WebRTC, RTCIceServer).
public struct IceServer: Hashable, Sendable {
    /// One or more `stun:`, `turn:` or `turns:` URLs of the same server (RFC 7064, RFC 7065).
    public let urls: [String]
    /// TURN user name, if it asks for one.
    public let username: String?
    /// TURN password, if it asks for one.
    public let credential: String?

    /// Collects the members of RTCIceServer.
    public init(urls: [String], username: String? = nil, credential: String? = nil) {
        self.urls = urls
        self.username = username
        self.credential = credential
    }
}

/// Which paths may be used (W3C WebRTC, RTCIceTransportPolicy).
public enum IceTransportPolicy: Hashable, Sendable {
    /// Any.
    case all
    /// Through a TURN server: the peer sees that server's address and none of ours.
    case relay
}
