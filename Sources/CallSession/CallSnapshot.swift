// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit

/// All that a screen needs to know of the call at one moment; a value, computed, never edited by the screen.
public struct CallSnapshot: Equatable, Sendable {
    /// What the person sees, computed from the call's state.
    public enum Phase: Equatable, Sendable {
        /// No call: the room form.
        case idle
        /// The server was asked for a seat.
        case joining(RoomName)
        /// The room is locked; its owner was asked to let us in.
        case knocking(RoomName)
        /// In the room; what each person's connection is doing is in `participants`, which may be empty.
        case joined(RoomName)
        /// Saying good-bye.
        case leaving
        /// The call is over and this is why; the room form is shown with it.
        case ended(EndReason)
    }

    /// Where the call stands.
    public var phase: Phase = .idle
    /// The server in use; nil before the first join.
    public var server: ServerAddress?
    /// Set while the server cannot be reached although a call is on; media goes on meanwhile.
    public var serverTrouble: SignalingFailure?
    /// Who has the say over the room, and who waits to get in.
    public var door = RoomDoor()
    /// We have it.
    public var isOwner = false
    /// The room's key, where its owner gave it to us at the door: we came without the link.
    public var handedKey: String?
    /// Having the room's key says nothing of who somebody is.
    public var isKeyLoose = false
    /// The others, in the order they came.
    public var participants: [Participant] = []
    /// Our microphone is heard.
    public var isMicrophoneEnabled = true
    /// Our camera is seen.
    public var isCameraEnabled = true
    /// Whether a screen of ours is seen in its place.
    public var screen = ScreenSharing.unavailable
    /// Our devices were looked for, and opened as far as they can be; before, their absence says nothing.
    public var areDevicesOpen = false
    /// What can be chosen.
    public var devices: [MediaDevice] = []
    /// Those of them that failed when they were used last, and are left alone for now.
    public var setAsideDevices: Set<DeviceID> = []
    /// What was chosen for the camera.
    public var cameraSelection: DeviceSelection = .systemDefault
    /// The camera really in use; nil when there is none or it is off.
    public var cameraInUse: MediaDevice?
    /// What was chosen for the microphone.
    public var microphoneSelection: DeviceSelection = .systemDefault
    /// The microphone really in use; nil when there is none.
    public var microphoneInUse: MediaDevice?
    /// What was chosen for the speaker.
    public var speakerSelection: DeviceSelection = .systemDefault
    /// The speaker really in use; nil when there is none.
    public var speakerInUse: MediaDevice?
    /// What add-ons show.
    public var panels: [Panel] = []
    /// What can take the call's encoded sound and picture, and since when it does.
    public var trackSinks: [TrackSink] = []
    /// What is done to the microphone's sound.
    public var audioProcessing = AudioProcessing()
    /// What pictures are encoded as for those who can take it.
    public var videoCodec = VideoCodec.vp8
    /// What they can be encoded as here; one, where nothing is there to choose from.
    public var videoCodecs: [VideoCodec] = [.vp8]
    /// What is done to our own picture and sound, in order.
    public var effects: [EffectSetting] = []
    /// Loudness of our microphone, in dBFS.
    public var microphoneLevel: Double?
    /// Things the person should hear of, oldest first; each is shown once.
    public var notices: [Notice] = []

    /// Starts without a call.
    public init() {}

    /// Somebody else in the room.
    public struct Participant: Equatable, Sendable, Identifiable {
        /// Stays the same through re-joins and new connections.
        public let id: ParticipantID
        /// What they call themselves; nil when they did not say.
        public var name: String?
        /// Which of their media is on, if they said.
        public var media: MediaState?
        /// What is happening between them and us.
        public var connection: ParticipantConnection
        /// Size of their picture in px; nil before the first.
        public var pictureSize: PictureSize?
        /// How loud they are played: 1 as they come, 0 not at all.
        public var volume: Double
        /// What is known of who they are.
        public var trust: ParticipantTrust
        /// They are in a browser, where a server's program runs.
        public var isGuest: Bool
        /// Another server than this room's sent them the page: they came along when the room was moved.
        public var hasForeignPage: Bool
        /// They say that they record the call.
        public var isRecording: Bool

        /// Describes a participant.
        public init(
            id: ParticipantID,
            name: String? = nil,
            media: MediaState? = nil,
            connection: ParticipantConnection = .connecting,
            pictureSize: PictureSize? = nil,
            volume: Double = 1,
            trust: ParticipantTrust = .unknown,
            isGuest: Bool = false,
            hasForeignPage: Bool = false,
            isRecording: Bool = false
        ) {
            self.id = id
            self.name = name
            self.media = media
            self.connection = connection
            self.pictureSize = pictureSize
            self.volume = volume
            self.trust = trust
            self.isGuest = isGuest
            self.hasForeignPage = hasForeignPage
            self.isRecording = isRecording
        }
    }

    /// A size in px.
    public struct PictureSize: Equatable, Sendable {
        /// Pixels in a row.
        public let width: Int
        /// Rows.
        public let height: Int

        /// Pairs width and height.
        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// What one add-on shows.
    public struct Panel: Equatable, Sendable, Identifiable {
        /// The add-on's.
        public let id: String
        /// What to show.
        public let content: AddOnPanel

        /// Names what to show.
        public init(id: String, content: AddOnPanel) { (self.id, self.content) = (id, content) }
    }

    /// Something that can take the call's encoded sound and picture, such as into a file.
    public struct TrackSink: Equatable, Sendable, Identifiable {
        /// Its own.
        public let id: String
        /// What a person reads.
        public let label: EncodedTrackSinkLabel
        /// When it began; nil while it takes nothing.
        public var since: ContinuousClock.Instant?

        /// Describes one.
        public init(id: String, label: EncodedTrackSinkLabel, since: ContinuousClock.Instant? = nil) {
            (self.id, self.label, self.since) = (id, label, since)
        }
    }

    /// A numbered message, so that a screen shows each once.
    public struct Notice: Equatable, Sendable, Identifiable {
        /// Grows by one from notice to notice.
        public let id: Int
        /// What happened.
        public let kind: NoticeKind

        /// Numbers a message.
        public init(id: Int, kind: NoticeKind) {
            self.id = id
            self.kind = kind
        }
    }
}

/// Somebody else in the room, as the screen tells them apart; made from the peer's id, or the one unnamed peer.
public struct ParticipantID: Hashable, Sendable {
    /// The server's name for them; nil for the one unnamed peer of a seed server.
    public let peer: PeerID?

    /// Wraps the server's name for a peer.
    public init(peer: PeerID?) { self.peer = peer }
}

/// What is known of who a participant is (Protocol.md section 7).
public enum ParticipantTrust: Hashable, Sendable {
    /// Nothing: there is no connection, or no way to compare.
    case unknown
    /// They have the link's key, as we do.
    case byLink
    /// The person compared these four words, and found them alike.
    case byWords([String])
    /// These four words can be compared.
    case open([String])
    /// The words of an earlier connection were alike; these are not compared yet.
    case changed([String]?)

    /// The four words, where there are any to compare or remember.
    public var words: [String]? {
        switch self {
        case .byWords(let words), .open(let words): words
        case .changed(let words): words
        case .unknown, .byLink: nil
        }
    }
}

/// What is happening between a participant and us, in the words a tile uses.
public enum ParticipantConnection: Equatable, Sendable {
    /// Descriptions are being exchanged, or a path is being looked for.
    case connecting
    /// Media flows and the peer's certificate was checked.
    case connected
    /// It flowed, stopped, and is being mended.
    case reconnecting
    /// The peer's certificate is not the one described; nothing was shown or sent.
    case insecure
    /// In a room whose link has a key they did not prove that they have it; nothing was shown or sent.
    case unproven(ProofFault)
    /// The person said that the four words differ; nothing is shown or sent any more.
    case wordsDiffer
    /// No connection could be made, and why.
    case failed(MediaError)
    /// Neither side can reach the other directly, and no relay helped.
    case noPath
}

/// Why a call is over.
public enum EndReason: Equatable, Sendable {
    /// We left.
    case left
    /// The server gave us no seat.
    case refused(SignalingRefusal)
    /// The server could not be reached to begin with.
    case unreachable(SignalingFailure)
    /// The owner removed us.
    case removed
    /// The owner does not let us in.
    case denied
    /// Media cannot work on this computer.
    case media(MediaError)
}
