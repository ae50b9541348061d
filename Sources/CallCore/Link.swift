// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Names a PeerConnection on this computer; never reused within a Call, so that what comes late finds nobody.
public struct LinkID: Hashable, Sendable, CustomStringConvertible {
    /// Counts up from 1.
    public let rawValue: Int

    /// Wraps a number.
    public init(_ rawValue: Int) { self.rawValue = rawValue }

    /// The number.
    public var description: String { "link \(rawValue)" }
}

/// One PeerConnection and where it stands; a participant has at most two: the current and the next.
public struct Link: Hashable, Sendable, Identifiable {
    /// The path between the two ends.
    public typealias Path = PeerConnectionState

    /// What a PeerConnection is to be when it is made.
    public struct Configuration: Hashable, Sendable {
        /// Which half of the negotiation is ours.
        public let role: Negotiator.Role
        /// Helpers for finding a path.
        public let iceServers: [IceServer]
        /// The data channel is a third media section; a seed's page gets exactly audio and video.
        public let hasDataChannel: Bool
        /// What may be offered.
        public let videoCodecs: Set<VideoCodec>
    }

    /// A picture's size, in px.
    public struct PictureSize: Hashable, Sendable {
        /// Pixels in a row.
        public let width: Int
        /// Rows.
        public let height: Int
    }

    /// Its name.
    public let id: LinkID
    /// Its offer and answer.
    public internal(set) var negotiator: Negotiator
    /// Whether media can flow.
    public internal(set) var path = Path.new
    /// Size of the peer's first picture; nil before it.
    public internal(set) var pictureSize: PictureSize?
    /// The peer's description was proved with the link's key.
    public internal(set) var isProved = false
    /// The way to the four words.
    public internal(set) var words: WordExchange
    /// There was time enough for a picture.
    var isOverdue = false

    init(id: LinkID, negotiator: Negotiator) {
        self.id = id
        self.negotiator = negotiator
        words = WordExchange(role: negotiator.role)
    }

    /// True when taking the place of one that works would interrupt nothing.
    var isReadyToTakeOver: Bool { path == .connected && (pictureSize != nil || isOverdue) }

    /// True while a newer generation must not push it out before that one works.
    var isWorthKeeping: Bool {
        guard !negotiator.isUnfinished else { return false }
        switch path {
        case .new, .connecting, .connected, .disconnected: return true
        case .failed, .closed: return false
        }
    }
}
