// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// What happened in a call, one after the other: for a log or a program, where `CallSnapshot` is for a screen.
public enum CallHappening: Equatable, Sendable {
    /// We are in the room; `you` is nil on a seed server. Once for a call.
    case joined(you: PeerID?, room: RoomName, server: ServerAddress)
    /// Somebody is there.
    case peer(ParticipantID, name: String?)
    /// Media flows to and from them; again for each new generation that takes over.
    case connected(ParticipantID, session: SessionID?)
    /// Their first picture was decoded, in px; again for each new generation.
    case firstFrame(ParticipantID, width: Int, height: Int)
    /// They said which media they send.
    case state(ParticipantID, MediaState)
    /// Something else is known of who they are.
    case trust(ParticipantID, ParticipantTrust, isGuest: Bool)
    /// They are gone.
    case left(ParticipantID, ByeReason)
    /// Something about the room's door, from either side of it.
    case door(DoorNotice)
    /// They wrote something in an add-on, such as the chat.
    case wrote(ParticipantID, addOn: String, text: String)
    /// Somebody records the call, or no more; nil for ourselves.
    case recording(ParticipantID?, isOn: Bool)
    /// The room's owner says that it goes on elsewhere, by this link; we are still where we were.
    case moved(ParticipantID, invitation: String)
    /// Something broke that does not end the call.
    case problem(NoticeKind)
    /// The call is over; nothing follows before the next join.
    case ended(EndReason)
}
