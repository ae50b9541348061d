// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit

/// Something the person should hear of.
public enum NoticeKind: Equatable, Sendable {
    /// Somebody came.
    case came(String?)
    /// Somebody went.
    case went(String?, ByeReason)
    /// There is no camera; the others see none of us.
    case noCamera
    /// There is no microphone; the others hear none of us.
    case noMicrophone
    /// There is no speaker to play the test sound on.
    case noSpeaker
    /// The camera stopped giving pictures.
    case cameraLost(String)
    /// The microphone stopped giving sound.
    case microphoneLost(String)
    /// The microphone gives nothing but silence.
    case microphoneSilent(String)
    /// The speaker stopped playing.
    case speakerLost(String)
    /// A screen cannot be shown, or not any more.
    case screen(ScreenNotice)
    /// An effect was switched off: it was too slow, or broke.
    case effectEnded(LocalText, EffectEnd)
    /// A device could not be opened, or the media engine said something.
    case media(MediaError)
    /// Somebody's program knows no form of pictures, or of sound, that ours knows; the rest of the call goes on.
    case noCommonCodec(String?, EncodedFormat.Kind)
    /// A certificate is not the one described; nothing was shown or sent.
    case insecurePeer(String?)
    /// A description was refused, because it does not prove the link's key.
    case unprovenPeer(String?, ProofFault)
    /// After the words of another connection were compared there are others now.
    case wordsChanged(String?)
    /// The server cannot be reached; the call goes on.
    case serverLost
    /// The server is back.
    case serverBack
    /// Somebody did not come along when we moved the room; what works between us goes on.
    case stayedBehind(String?)
    /// A STUN or TURN server is of no use; calls go on without it.
    case iceServer(url: String, IceServerReason)
    /// Something about the room's door.
    case door(DoorNotice)
    /// A plugin said or did something.
    case plugin(CallRequest)
    /// What became of taking the call's tracks.
    case trackSink(TrackSinkNotice)
}
