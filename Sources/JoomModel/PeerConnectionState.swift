// SPDX-License-Identifier: GPL-3.0-or-later

/// What the path between two peers is doing (W3C WebRTC, RTCPeerConnectionState).
public enum PeerConnectionState: String, Hashable, Sendable, CaseIterable {
    /// No transport is in use.
    case new
    /// A path is being looked for.
    case connecting
    /// Media can flow, to a peer whose certificate was checked.
    case connected
    /// The path is lost at the moment.
    case disconnected
    /// No path was found, or it is lost for good.
    case failed
    /// Closed by us.
    case closed
}
