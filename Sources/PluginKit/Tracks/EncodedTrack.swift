// SPDX-License-Identifier: GPL-3.0-or-later

/// Frames of one kind, in one codec, from one sender over one connection.
public struct EncodedTrack: Hashable, Sendable, Identifiable {
    /// Tells it from all others of a queue, those that ended included.
    public struct ID: Hashable, Sendable {
        /// Rises from track to track.
        public let number: Int

        /// Wraps a number.
        public init(_ number: Int) { self.number = number }
    }

    /// Whose sound or picture it is.
    public enum Owner: Hashable, Sendable {
        /// Our own, under the name that the others see.
        case own(name: String?)
        /// Somebody else's.
        case peer(AddOnPeer)
    }

    /// Which it is.
    public let id: ID
    /// Whose it is.
    public let owner: Owner
    /// What its first frame is encoded as; later ones may be of another size.
    public let format: EncodedFormat

    /// Describes a track.
    public init(id: ID, owner: Owner, format: EncodedFormat) {
        (self.id, self.owner, self.format) = (id, owner, format)
    }
}

/// What becomes of tracks, in order.
public enum EncodedTrackEvent: Hashable, Sendable {
    /// Somebody sends something that they did not send before, or sends it otherwise: in another codec, or over a
    /// connection that replaced theirs.
    case began(EncodedTrack)
    /// A frame of a track.
    case frame(EncodedFrame, of: EncodedTrack.ID)
    /// So many frames were dropped, because the sink did not keep up; a frame follows that can be decoded on its own.
    case dropped(Int, of: EncodedTrack.ID)
    /// Nothing more comes of a track.
    case ended(EncodedTrack.ID)
}
