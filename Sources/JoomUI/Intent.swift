// SPDX-License-Identifier: GPL-3.0-or-later
public import CallSession
public import JoomModel
public import PluginKit
public import RoomProtocol

/// What a person asks for by a button, a menu or a key.
public enum Intent: Hashable, Sendable {
    /// Enter a room.
    case join(JoinRequest)
    /// Enter the room of the last attempt.
    case retry
    /// Call a participant of the program's own, to see whether calls work here.
    case testCall
    /// Leave the room.
    case leave
    /// Be heard or not.
    case setMicrophone(Bool)
    /// Be seen or not.
    case setCamera(Bool)
    /// Show the others a screen or a window, or the camera again.
    case shareScreen(Bool)
    /// Show them another screen or window than before.
    case shareAnotherScreen
    /// See what can be chosen once and for all.
    case openPreferences
    /// Play a person louder or softer, in this call and the next.
    case setVolume(ParticipantID, Double)
    /// Have our own picture beside those of others, or not.
    case showSelf(Bool)
    /// Remember nothing any more.
    case forgetEverything
    /// Have one's own picture in another corner.
    case moveSelf(Corner)
    /// Arrange the pictures otherwise.
    case arrange(CallLayout)
    /// See what is measured, or no more.
    case openStatistics
    /// Hear what happens in a call, or only see it.
    case playSounds(Bool)
    /// Let others on the network find the rooms that are open to it from now on, or not.
    case announceRooms(Bool)
    /// Obey keys of one letter or not.
    case useSingleKeys(Bool)
    /// Use another camera.
    case selectCamera(DeviceSelection)
    /// Use another microphone.
    case selectMicrophone(DeviceSelection)
    /// Another speaker.
    case selectSpeaker(DeviceSelection)
    /// Hear whether the speaker works.
    case playTestSound
    /// Something else is to be done to our sound.
    case setAudioProcessing(AudioProcessing)
    /// Give an add-on a line that was written into its panel.
    case submit(String, addOn: String)
    /// Have something take the call's sound and picture, such as into a file, or no more.
    case useTrackSink(String, Bool)
    /// Change what pictures are encoded as in new calls.
    case setVideoCodec(VideoCodec)
    /// Use other servers of one's own, paths or ports in new connections.
    case setNetwork(NetworkOptions)
    /// These effects are to be in use, in this order.
    case useEffects([EffectSetting])
    /// Decide something about the room's door, as its owner.
    case decide(DoorRequest)
    /// Say whether these four words are what somebody else reads out; if not, the connection to them ends.
    case compareWords([String], with: ParticipantID, areAlike: Bool)
    /// Choose the file of an effect to install.
    case chooseEffect
    /// Show what is in the file of an effect, and offer to install it.
    case offerEffect(path: String)
    /// A plugin, by its module, is to be used or not.
    case usePlugin(String, Bool)
    /// See a folder that a plugin puts files into.
    case openFolder(String)
    /// Put the room's link on the clipboard.
    case copyLink
    /// Let others on this computer's network into the room, or no more.
    case openToNetwork(Bool)
    /// Have the room go on at a server, as typed, with everybody in it.
    case moveRoom(to: String)
    /// Forget that a person was in this room.
    case forgetRoom(JoinRequest)
    /// Forget all rooms that a person was in.
    case forgetRooms
    /// Hear when somebody comes into this room, or no more.
    case watch(JoinRequest, Bool)
    /// The same for the room of the call that is on.
    case watchThisRoom(Bool)
    /// Propose this server, as typed, at the next start; empty to host.
    case remember(server: String)
    /// Be called so from now on; empty for nameless.
    case rename(String)
}

/// Where to go, as checked in the room form or on the command line.
public struct JoinRequest: Hashable, Sendable {
    /// A room's name, or a link.
    public var destination: Destination
    /// The server for a room's name; nil to host it on this computer.
    ///
    /// A link has its own.
    public var server: ServerAddress?
    /// What opens a room that is named and not linked to; nil for a room that its name opens.
    public var secret: RoomLink.Secret?

    /// Describes a wish.
    public init(destination: Destination, server: ServerAddress? = nil, secret: RoomLink.Secret? = nil) {
        self.destination = destination
        self.server = server
        self.secret = secret
    }

    /// A new room, on a server or on this computer.
    init(_ room: NewRoom, server: ServerAddress? = nil) {
        self.init(destination: .room(room.name), server: server, secret: room.secret)
    }

    /// The room, whoever hosts it.
    public var room: RoomName {
        switch destination {
        case .room(let room): room
        case .link(let link): link.room
        }
    }

    /// The link to follow, once the server is known; nil for a room that its name opens.
    func link(at server: ServerAddress) -> RoomLink? {
        switch destination {
        case .link(let link): link
        case .room(let room): secret.map { RoomLink(server: server, room: room, secret: $0) }
        }
    }

    /// The server to ask; nil to host.
    public var wantedServer: ServerAddress? {
        switch destination {
        case .room: server
        case .link(let link): link.server
        }
    }
}
