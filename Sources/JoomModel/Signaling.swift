// SPDX-License-Identifier: GPL-3.0-or-later

/// What one peer tells another through the server (Protocol.md section 3).
public enum SignalingMessage: Hashable, Sendable {
    /// The welcomed side's half of a negotiation.
    case offer(SessionDescription)
    /// The joiner's half.
    case answer(SessionDescription)
    /// A way to reach the sender; nil when there are no more.
    case ice(IceCandidate?)
    /// Asks the offerer for a new generation of PeerConnection.
    case negotiate(NegotiateReason)
    /// What the sender is sending now.
    case state(MediaState)
}

/// Why a peer asks for a new PeerConnection.
public enum NegotiateReason: String, Hashable, Sendable {
    /// ICE found no path, or lost it for good.
    case iceFailed = "ice-failed"
    /// The asking side's network changed.
    case network
    /// The asking side started anew.
    case reload
    /// The codec in use cannot be kept.
    case codec
    /// A media section has to be added.
    case tracks
    /// The asking side refuses a description: its proof of the link's key is missing or wrong.
    case proof
}

/// Which of a peer's media is on.
public struct MediaState: Hashable, Sendable {
    /// The microphone is heard.
    public var microphone: Bool
    /// The camera is seen.
    public var camera: Bool
    /// The screen is seen in the camera's place.
    public var screen: Bool

    /// States all three.
    public init(microphone: Bool, camera: Bool, screen: Bool = false) {
        self.microphone = microphone
        self.camera = camera
        self.screen = screen
    }
}

/// Whom a message goes to or comes from, and which PeerConnection it is about.
public struct Routing: Hashable, Sendable {
    /// The other peer; nil is the one unnamed peer of a seed server.
    public var peer: PeerID?
    /// The generation; nil from a seed's page.
    public var session: SessionID?
    /// The proof that a link's key was known, base64url (Protocol.md section 7).
    public var mac: String?

    /// Addresses a message.
    public init(peer: PeerID? = nil, session: SessionID? = nil, mac: String? = nil) {
        self.peer = peer
        self.session = session
        self.mac = mac
    }
}

/// Somebody else in the room, as announced.
public struct RemotePeer: Hashable, Sendable {
    /// The server's name for them; nil behind a seed server.
    public let id: PeerID?
    /// What they call themselves; nil when they did not say.
    public let name: String?
    /// What their program understands, such as `joom/1`; empty for a seed's page.
    public let capabilities: Set<String>

    /// Describes a peer.
    public init(id: PeerID?, name: String? = nil, capabilities: Set<String> = []) {
        self.id = id
        self.name = name
        self.capabilities = capabilities
    }

    /// True when they speak this project's extension of the protocol.
    public var isJoom: Bool { capabilities.contains("joom/1") }

    /// True when they say that they are in a browser, where a server's program runs.
    public var isGuest: Bool { capabilities.contains("joom/page") }

    /// True when their page can follow the room's owner to another server.
    public var canFollow: Bool { capabilities.contains("joom/moves") }

    /// True when it did: another server sent the page.
    public var hasForeignPage: Bool { capabilities.contains("joom/moved") }

    /// True when the server says that they came after the owner had given the room's key to somebody without the link:
    /// that they have it says nothing of who they are.
    public var isVisitor: Bool { capabilities.contains(Self.visitor) }

    /// The server's word for `isVisitor`.
    public static let visitor = "joom/visitor"
    /// What those announce who have no link and take the room's key from the owner's hand.
    public static let takesKey = "joom/key"
}

/// What we say of ourselves when joining (the second argument of `join_room`).
public struct JoinOptions: Hashable, Sendable {
    /// What the others should call us; nil to stay nameless.
    public var name: String?
    /// Random, made once for an installation and call, so that a re-join keeps its tile.
    public var peerID: PeerID
    /// The token of an earlier acknowledgement, good for two minutes.
    public var resume: String?
    /// Proof of the link's key, base64url (Protocol.md section 7).
    public var admission: String?
    /// What descriptions are sealed with, 32 bytes; never sent to the server.
    public var seal: [UInt8]?
    /// The key that proof and seal come from says nothing of who has it.
    public var isKeyLoose = false
    /// We have no link, and wait at the door for the owner to give us the room's key.
    public var takesKey = false
    /// What we can send and show, besides VP8.
    public var videoCodecs: Set<VideoCodec> = []

    /// Describes us.
    public init(name: String?, peerID: PeerID, resume: String? = nil, admission: String? = nil) {
        self.name = name
        self.peerID = peerID
        self.resume = resume
        self.admission = admission
    }
}

/// What a server of ours answers to a join; a seed server never does.
public struct JoinAcknowledgement: Hashable, Sendable {
    /// What the server calls us.
    public var you: PeerID
    /// Who is there already; they will offer to us.
    public var peers: [RemotePeer]
    /// Helpers for finding a path.
    public var iceServers: [IceServer]
    /// The token to present when re-joining.
    public var resume: String?
    /// Who may lock the room and admit people.
    public var owner: PeerID?
    /// Nobody gets in without the owner's word.
    public var isLocked: Bool
    /// The server cannot reach those that it shares rooms with: somebody may be missing.
    public var isDegraded: Bool

    /// Collects the acknowledgement's members.
    public init(
        you: PeerID,
        peers: [RemotePeer] = [],
        iceServers: [IceServer] = [],
        resume: String? = nil,
        owner: PeerID? = nil,
        isLocked: Bool = false,
        isDegraded: Bool = false
    ) {
        self.you = you
        self.peers = peers
        self.iceServers = iceServers
        self.resume = resume
        self.owner = owner
        self.isLocked = isLocked
        self.isDegraded = isDegraded
    }
}

/// A refusal in the server's words: a code for programs, a sentence for people.
public struct SignalingRefusal: Error, Hashable, Sendable {
    /// The refusals of Protocol.md section 4.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// All seats are taken.
        case roomFull = "room_full"
        /// The owner closed the door.
        case locked
        /// The owner, or the link's key, says no.
        case denied
        /// Too much, too fast.
        case rate
        /// The request made no sense.
        case badRequest = "bad_request"
        /// Only members may do this.
        case notMember = "not_member"
        /// The name cannot name a room.
        case badRoom = "bad_room"
        /// The server cannot do this now.
        case unavailable
    }

    /// For programs.
    public let code: Code
    /// For people, in the server's language.
    public let message: String

    /// Pairs code and sentence.
    public init(code: Code, message: String) {
        self.code = code
        self.message = message
    }
}

/// Why somebody is gone.
public enum ByeReason: String, Hashable, Sendable {
    /// They pressed Leave.
    case left
    /// Their program or network died.
    case lost
    /// The owner removed them.
    case removed
}
