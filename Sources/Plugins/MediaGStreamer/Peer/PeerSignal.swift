// SPDX-License-Identifier: GPL-3.0-or-later

/// What webrtcbin's threads tell a connection, copied.
enum PeerSignal: Sendable {
    /// A way to reach us, and the media section it belongs to.
    case candidate(line: Int, text: String)
    /// One of webrtcbin's states changed; which one is read anew.
    case stateChanged
    /// The peer's certificate was compared with what was described.
    case certificate(CertificateCheck.Verdict)
    /// A picture was decoded; time in ns of the monotonic clock.
    case frame(at: UInt64, width: Int, height: Int)
    /// Text on the data channel.
    case text(String)
}
