// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore

/// What webrtcbin's threads tell a connection, copied.
enum PeerSignal: Sendable {
    /// A way to reach us, and the media section it belongs to.
    case candidate(line: Int, text: String)
    /// A STUN or TURN server cannot be reached, or is not to be trusted.
    case serverFailed(url: String, text: String)
    /// One of webrtcbin's states changed; which one is read anew.
    case stateChanged
    /// The peer's certificate was compared with what was described.
    case certificate(CertificateCheck.Verdict)
    /// A picture was decoded; time in ns of the monotonic clock.
    case frame(at: UInt64, width: Int, height: Int)
    /// What the peer says of packets that it got, or did not.
    case feedback([PacketFeedback])
    /// Something waits for the peer's packets that are missing.
    case jitterBuffer(JitterBuffer, CarriedKind)
    /// Text on the data channel `joom`.
    case text(String)
    /// Text on the data channel `plugins`.
    case addOnText(String)
    /// A data channel opened or closed.
    case channelChanged
}
