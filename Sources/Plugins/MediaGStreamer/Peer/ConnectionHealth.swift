// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// W3C RTCPeerConnectionState, computed from what is known of a connection.
///
/// webrtcbin 1.22 notices a dead path after 50 s and knows nothing of certificates, so the state is ours. Times are ns
/// of the monotonic clock.
struct ConnectionHealth: Hashable, Sendable {
    /// Silence after which a path counts as lost for the moment.
    static let patience: UInt64 = 3_000_000_000
    /// Silence after which it counts as lost for good.
    static let limit: UInt64 = 8_000_000_000
    /// How long a path may be looked for.
    static let searchLimit: UInt64 = 20_000_000_000

    /// When both descriptions were there; nil before.
    var negotiatedAt: UInt64?
    /// Whether ICE has a path; false when it gave up, nil while it looks.
    var hasPath: Bool?
    /// The certificate was compared and is the one described.
    var isVerified = false
    /// webrtcbin says that all transports are up.
    var isUp = false
    /// When a packet last came; 0 before the first.
    var lastPacket: UInt64 = 0

    /// When the connection was first whole; silence is counted from then at the earliest.
    private var connectedAt: UInt64?

    init() {}

    /// The state at a moment; failure is final.
    mutating func state(at now: UInt64) -> PeerConnectionState {
        if hasPath == false { return .failed }
        guard let negotiatedAt else { return .new }
        if connectedAt == nil, isVerified, isUp || hasPath == true { connectedAt = now }
        guard let connectedAt else {
            return now > negotiatedAt &+ Self.searchLimit ? .failed : .connecting
        }
        let newest = max(lastPacket, connectedAt)
        let silence = now > newest ? now - newest : 0
        if silence > Self.limit { return .failed }
        return silence > Self.patience ? .disconnected : .connected
    }
}
