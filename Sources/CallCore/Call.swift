// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// The room, as a pure machine: an event in, effects out; no clock, no randomness, no input or output.
///
///     idle -> joining -> joined -> leaving -> ended          ended -> joining, with another `join`
///                joining -> knocking -> joined               at a locked door
///
/// Events, by origin:
/// - the user:             join, leave, localState, door, keys, moved, compared
/// - the signalling:       connected, lost, joinSent, joined, refused, welcome, message, bye, door
/// - a peer connection:    built, described, applied, operationFailed, localCandidate, path, fingerprintMismatch,
///                         broke, firstPicture, peerState, channelOpen, word
/// - time and the driver:  timer, networkChanged, mediaUnusable, closedDown
///
/// Of two peers the welcomed one offers and the joiner answers; each generation is another link (Protocol.md
/// section 6). An event that makes no sense is noted and changes nothing.
public struct Call: Hashable, Sendable {
    /// Where the call stands.
    public enum Phase: Hashable, Sendable {
        /// There was no call yet.
        case idle
        /// The server was asked for a seat.
        case joining(RoomName)
        /// The room is locked; its owner was asked to let us in.
        case knocking(RoomName)
        /// In the room. Not confirmed: the request has left, and a seed server will never say more.
        case joined(RoomName, isConfirmed: Bool)
        /// Saying good-bye; ends with `closedDown`.
        case leaving(RoomName)
        /// Over.
        case ended(End)
    }

    /// Why a call is over.
    public enum End: Hashable, Sendable {
        /// We left.
        case left
        /// The server gave us no seat.
        case refused(SignalingRefusal)
        /// The owner does not let us in.
        case denied
        /// The server could not be reached to begin with.
        case unreachable
        /// The owner removed us.
        case removed
        /// Media cannot work on this computer.
        case mediaUnusable
    }

    /// What may happen to a call, by origin.
    public enum Event: Hashable, Sendable {
        /// The user wants something.
        case user(UserEvent)
        /// The server, or a peer through it, says something.
        case signaling(SignalingInput)
        /// A PeerConnection reports.
        case link(LinkID, LinkEvent)
        /// A time that was asked for has passed.
        case timer(Timer)
        /// This computer has other addresses than before: paths that still work may not do so for long.
        case networkChanged
        /// The media engine cannot work at all, not even without devices.
        case mediaUnusable
        /// Everything that was to be closed is closed.
        case closedDown
    }

    /// What the user may want.
    public enum UserEvent: Hashable, Sendable {
        /// Into a room.
        case join(RoomName, JoinOptions)
        /// Out of it.
        case leave
        /// A medium of ours was switched.
        case localState(MediaState)
        /// Something about the door, as the room's owner.
        case door(DoorRequest)
        /// Another key from the next join and the next connection on, as the room was given one or lost it.
        case keys(RoomKeys?)
        /// The room goes on at another server, with this key; not proved if somebody may have got it who was not meant.
        case moved(RoomKeys, isProved: Bool)
        /// The four words were read out to each other.
        case compared(PeerID?, words: [String], areAlike: Bool)
    }

    /// What comes from the server.
    public enum SignalingInput: Hashable, Sendable {
        /// It can be reached, for the first time or again.
        case connected
        /// It cannot be reached at the moment.
        case lost
        /// The request to join has left.
        case joinSent
        /// We have a seat.
        case joined(JoinAcknowledgement)
        /// We have none.
        case refused(SignalingRefusal)
        /// Somebody came after us.
        case welcome(RemotePeer)
        /// A peer speaks.
        case message(SignalingMessage, Routing)
        /// A peer is gone.
        case bye(PeerID, ByeReason)
        /// Something about the room's door, or the server's own.
        case door(DoorEvent)
    }

    /// What comes from a PeerConnection.
    public enum LinkEvent: Hashable, Sendable {
        /// It exists.
        case built
        /// Our description was made and set.
        case described(SessionDescription)
        /// An operation without a result is done.
        case applied
        /// The operation in flight failed.
        case operationFailed
        /// A way to reach us was found, nil for the end of them.
        case localCandidate(IceCandidate?)
        /// The path changed.
        case path(Link.Path)
        /// The peer's certificate is not the one described.
        case fingerprintMismatch
        /// It broke on our side.
        case broke
        /// The peer's first picture was decoded, in px.
        case firstPicture(width: Int, height: Int)
        /// The peer said on the data channel what it sends.
        case peerState(MediaState)
        /// The data channel can be used; with 32 fresh random bytes.
        case channelOpen(nonce: [UInt8])
        /// The peer took a step towards the four words.
        case word(WordMessage)
    }

    /// What the driver is to do.
    public enum Effect: Hashable, Sendable {
        /// Connect to the server.
        case openChannel
        /// Disconnect from it.
        case closeChannel
        /// Ask for a seat.
        case join(RoomName, JoinOptions)
        /// Give the seat up.
        case leaveRoom(RoomName)
        /// Tell a peer, or all of them.
        case send(SignalingMessage, RoomName, Routing)
        /// Ask the server for something about the door.
        case request(DoorRequest, RoomName)
        /// Make a PeerConnection; answered by `built` or `operationFailed`.
        case build(LinkID, peer: PeerID?, Link.Configuration)
        /// Start an operation; answered by `described`, `applied` or `operationFailed`.
        case run(LinkID, Negotiator.Operation)
        /// Close a PeerConnection, also one that is still being made.
        case close(LinkID)
        /// Close a PeerConnection that works, as soon as the peer has had time to take up the newer one.
        case retire(LinkID)
        /// Tell a peer on the data channel what we send.
        case sendState(LinkID, MediaState)
        /// Tell a peer on the data channel a step towards the four words.
        case sendWord(LinkID, WordMessage)
        /// From now on the peer's picture is this link's.
        case show(LinkID, peer: PeerID?)
        /// Come back with `timer` after this time; one that is not awaited any more does no harm.
        case startTimer(Timer, Duration)
        /// The user should hear of this.
        case notify(Notice)
        /// Answer `closedDown` when all closing is done.
        case closeDown
        /// An event made no sense and was dropped.
        case note(Note)
    }

    /// A time that can be asked for.
    public enum Timer: Hashable, Sendable {
        /// A new link should be connected by now.
        case establish(LinkID)
        /// A lost path should be back by now.
        case restore(LinkID)
        /// Try again what failed.
        case retry(LinkID)
        /// Make the next generation of a link that may still work.
        case rebuild(LinkID)
        /// A link that is connected, but without a picture yet, should take over by now.
        case takeOver(LinkID)
        /// Somebody who was there before us should have offered by now.
        case offerMissing(PeerID)
        /// An unnamed peer should have answered by now.
        case answerMissing(LinkID)
        /// Somebody whose connections are all lost should be back by now.
        case departed(PeerID)
        /// Ask the server for the seat again.
        case rejoin
    }

    /// More than any mesh carries, so that a hostile server cannot fill our memory with people.
    public static let participantLimit = 32

    /// Where the call stands.
    public internal(set) var phase = Phase.idle
    /// The others, in the order they came.
    public internal(set) var participants: [Participant] = []
    /// Our name at the server; nil before its acknowledgement and on a seed server.
    public internal(set) var you: PeerID?
    /// False while a call is on and its server is lost.
    public internal(set) var isServerReachable = true
    /// Who has the say over the room, and who waits outside.
    public internal(set) var door = RoomDoor()
    /// The room's key, where its owner gave it to us at the door.
    public internal(set) var handedKey: String?
    /// Having the key says nothing of who somebody is: it went to people of whom that is not known.
    public internal(set) var isKeyLoose = false
    /// What we send.
    public internal(set) var localState = MediaState(microphone: true, camera: true)

    /// What the person reads, for the four words.
    public var language = WordLanguage.english

    let timing: Timing
    var options = JoinOptions(name: nil, peerID: PeerID(""))
    var iceServers: [IceServer] = []
    var lastLink = 0
    /// The server refused us the seat for the time being.
    var awaitsSeat = false
    /// A server that knows nothing of our lock let everybody in: we lock the room again when all are back.
    var owesLock = false
    /// Those who said good-bye last: what they said before and comes late must not bring them back.
    var departed: [PeerID] = []
    /// Fresh random bits of the event at hand, for the one session that it may begin.
    var bits: UInt64 = 0
    private var effects: [Effect] = []

    /// Starts without a call.
    public init(timing: Timing = Timing()) { self.timing = timing }

    /// Takes an event and says what to do, in order.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - bits: 64 fresh random bits; an event begins one generation at the most, which is named by them.
    /// - Returns: what the driver is to do.
    public mutating func handle(_ event: Event, bits: UInt64) -> [Effect] {
        self.bits = bits
        switch event {
        case .user(let event): handleUser(event)
        case .signaling(let input): handleSignaling(input)
        case .link(let id, let event): handleLink(id, event)
        case .timer(let timer): handleTimer(timer)
        case .networkChanged: networkChanged()
        case .mediaUnusable: giveUpWithoutMedia()
        case .closedDown: finishLeaving()
        }
        lockAgain()
        defer { effects = [] }
        return effects
    }

    /// The room, while we have or may have a seat in it.
    public var room: RoomName? {
        switch phase {
        case .joined(let room, _): room
        case .idle, .joining, .knocking, .leaving, .ended: nil
        }
    }

    mutating func emit(_ effect: Effect) { effects.append(effect) }
}
