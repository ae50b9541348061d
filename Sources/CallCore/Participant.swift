// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Somebody else in the room.
///
/// Not a PeerConnection: those come and go in `links` while the participant stays.
public struct Participant: Hashable, Sendable {
    /// Why there is no connection and none is being made.
    public enum Trouble: Hashable, Sendable {
        /// The certificate is not the one described.
        case insecure
        /// The link's key was not proved.
        case unproven(ProofFault)
        /// The person said that the four words differ.
        case wordsDiffer
        /// Nothing got through, as often as it was tried.
        case noPath
        /// The media engine failed.
        case engine
    }

    /// What a tile says.
    public enum Connection: Hashable, Sendable {
        /// Descriptions are being exchanged, or a path is being looked for.
        case connecting
        /// Media flows.
        case connected
        /// It flowed, stopped, and is being mended.
        case reconnecting
        /// Neither, for good or until they come again.
        case broken(Trouble)
    }

    /// The server's name for them; nil for the one unnamed peer of a seed server.
    public let peer: PeerID?
    /// What they call themselves.
    public internal(set) var name: String?
    /// True when they speak this project's extension of the protocol.
    public internal(set) var isJoom = false
    /// True when they are in a browser, where a server's program runs.
    public internal(set) var isGuest = false
    /// True when their page can follow the room to another server.
    public internal(set) var canFollow = false
    /// True when it did, so that its page is another server's.
    public internal(set) var hasForeignPage = false
    /// True when their having the room's key says nothing of who they are.
    public internal(set) var isVisitor = false
    /// What may be offered to them.
    public internal(set) var videoCodecs: Set<VideoCodec> = [.vp8]
    /// Which of their media is on, if they said.
    public internal(set) var media: MediaState?
    /// The current PeerConnection and, behind it, the next.
    public internal(set) var links: [Link] = []
    /// Why nothing is tried any more.
    public internal(set) var trouble: Trouble?

    /// The connection whose four words the person found alike.
    var compared: LinkID?
    /// The person was told that there are other words now.
    var hasChanged = false
    /// The person was told that somebody tried to take this one's place.
    var hasShouted = false
    var attempts = 0
    var hasConnected = false
    /// The server lost them, but their media goes on.
    public internal(set) var isDeparted = false
    /// We were welcomed while their offer waits for our answer; ours follows it.
    var offersNext = false
    /// Where a candidate without a session belongs: to the link of the description that its sender sent last; nil
    /// when that was dropped or lost, and its candidates with it.
    var cursor: LinkID?
    /// Texts of the latest offers, so that a repeated one is known again; cleared with the server connection,
    /// because a seed's page may rightly offer the same text to somebody who came back.
    var seenOffers: [String] = []

    init(peer: PeerID?) { self.peer = peer }

    /// What is happening between them and us.
    public var connection: Connection {
        if links.contains(where: { $0.path == .connected }) { return .connected }
        if let trouble { return .broken(trouble) }
        return hasConnected ? .reconnecting : .connecting
    }

    /// The link whose picture is theirs.
    public var currentLink: Link? { links.first }

    /// True while an offer of theirs waits for our answer.
    var owesAnswer: Bool { links.contains { $0.negotiator.role == .answerer && $0.negotiator.isUnfinished } }

    /// How often recovery is tried by itself: a peer without a name may be gone, and nobody would tell us.
    var attemptLimit: Int { peer == nil ? 1 : 5 }

    mutating func remember(offer: String) {
        seenOffers.append(offer)
        if seenOffers.count > 8 { seenOffers.removeFirst() }
    }
}
