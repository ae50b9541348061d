// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets
import PluginKit
import RoomProtocol

/// Every failure and event as a sentence with a cause, and with what to do about it.
///
/// The one place for such texts.
enum UserText {
    /// What people without a name are called in the middle of a sentence.
    static func person(_ name: String?) -> String { name ?? tr("Somebody") }

    static var noPath: String {
        tr("Your networks cannot reach each other directly, and no relay (TURN server) is set. Try another network.")
    }

    static func insecure(_ name: String?) -> String {
        tr(
            "The connection to {name} is not safe: somebody may be in the middle. Nothing was shown or sent. Leave, and meet in a new room.",
            ["name": person(name)]
        )
    }

    /// Why media cannot be had.
    static func sentence(_ error: MediaError) -> String {
        switch error {
        case .missingElement(let name, let package):
            tr(
                "A part for sound and pictures is missing: {element}. Install the package {package} and start Joom again.",
                ["element": name, "package": package]
            )
        case .deviceAbsent:
            tr("The chosen camera or microphone is not there any more. Plug it in, or choose another.")
        case .deviceBusy:
            tr("Another program uses the camera or microphone. Close that program, or choose another device.")
        case .deviceDenied:
            tr("The system does not let Joom use the camera or microphone. Allow it in the privacy settings.")
        case .deviceSilent:
            tr("The camera or microphone gives nothing. Unplug it and plug it in again, or choose another.")
        case .badDescription:
            tr("The other side offered a connection that makes no sense to Joom. Ask them to update their program.")
        case .noCommonCodec:
            tr("The other side knows no picture or sound format that Joom knows. Ask them to try a current browser.")
        case .noRelay: noRelay
        case .noPort(let ports): allTaken(ports)
        case .invalidState:
            tr("The call got out of step. Leave the room and join again.")
        case .engine(let reason):
            tr("Sound and pictures stopped: {reason}. Leave the room and join again.", ["reason": trimmed(reason)])
        }
    }

    /// Why a server cannot be reached.
    static func sentence(_ failure: SignalingFailure) -> String {
        switch failure {
        case .unknownHost(let host):
            tr("There is no server called {host}. Check the address and your network.", ["host": host])
        case .refused(let host):
            tr("No server answers at {host}. Check the address, or ask whoever runs it.", ["host": host])
        case .timeout:
            tr("The server did not answer in time. Check your network and try again.")
        case .notSocketIO(let host):
            tr("What answers at {host} is not a Joom server. Check the address.", ["host": host])
        case .untrusted(let host):
            tr(
                "The certificate of {host} is not to be trusted. Check the address, or ask whoever runs it.",
                ["host": host]
            )
        case .wrongCertificate(let host):
            tr(
                "What answers at {host} is not the computer that the link names: its certificate is another. Ask for a new link.",
                ["host": host]
            )
        case .lost:
            tr("The connection to the server broke. Check your network and try again.")
        }
    }

    /// Why a server gives us no seat; the server's own words are in its language, these are in ours.
    static func sentence(_ refusal: SignalingRefusal) -> String {
        switch refusal.code {
        case .roomFull: tr("The room is full. Wait until somebody leaves, or take another room.")
        case .locked: tr("The room is locked. Ask somebody inside to let you in.")
        case .denied: locked(for: nil)
        case .rate: tr("That was too often in too short a time. Wait a minute and try again.")
        case .badRequest: tr("The server did not understand Joom. Update Joom, or try another server.")
        case .notMember: tr("The server does not count you among the people in the room any more. Join again.")
        case .badRoom: tr("The server does not accept this room name. Choose a shorter one.")
        case .unavailable: tr("The server cannot take anybody at the moment. Try again in a minute.")
        }
    }

    /// Why the call is over; nil where that needs no words, because the person wanted it.
    ///
    /// - Parameters:
    ///   - reason: why.
    ///   - link: the one by which we wanted to come in; nil for a room's name.
    /// - Returns: the sentence.
    static func sentence(_ reason: EndReason, of link: RoomLink? = nil) -> String? {
        switch reason {
        case .left: nil
        case .refused(let refusal) where refusal.code == .denied: locked(for: link)
        case .refused(let refusal): sentence(refusal)
        case .unreachable(let failure): sentence(failure)
        case .removed: tr("The owner removed you from the room. Try again to ask to be let in.")
        case .denied: denied
        case .media(let error): sentence(error)
        }
    }

    /// Something that happened.
    static func sentence(_ notice: NoticeKind) -> String {
        switch notice {
        case .came(let name): tr("{name} joined", ["name": person(name)])
        case .went(let name, .left): tr("{name} left", ["name": person(name)])
        case .went(let name, .lost): tr("{name} was disconnected", ["name": person(name)])
        case .went(let name, .removed): tr("{name} was removed from the room", ["name": person(name)])
        case .noCamera: tr("No camera was found, so the others cannot see you. Plug one in, and choose it.")
        case .noMicrophone: tr("No microphone was found, so the others cannot hear you. Plug one in, and choose it.")
        case .noSpeaker: tr("No speaker was found, so nothing can be heard. Plug one in, and choose it.")
        case .cameraLost(let name):
            tr("{device} gives no picture any more. Plug it in again, or choose another camera.", ["device": name])
        case .microphoneLost(let name):
            tr("{device} gives no sound any more. Plug it in again, or choose another microphone.", ["device": name])
        case .microphoneSilent(let name):
            tr(
                "{device} gives nothing but silence. It may be muted by a switch of its own, or in the sound settings.",
                ["device": name]
            )
        case .screen(let notice): sentence(notice)
        case .effectEnded(let name, let end): ended(name, end)
        case .speakerLost(let name):
            tr("{device} plays nothing any more. Plug it in again, or choose another speaker.", ["device": name])
        case .media(let error): sentence(error)
        case .noCommonCodec(let name, .video):
            tr(
                "{name} and you can hear but not see each other: their program knows no picture format that Joom knows. Ask them to try a current browser.",
                ["name": person(name)]
            )
        case .noCommonCodec(let name, .audio):
            tr(
                "{name} and you can see but not hear each other: their program knows no sound format that Joom knows. Ask them to try a current browser.",
                ["name": person(name)]
            )
        case .insecurePeer(let name): insecure(name)
        case .unprovenPeer(let name, let fault): unproven(name, fault)
        case .wordsChanged(let name):
            tr("The connection to {name} is another one now. Compare the four words again.", ["name": person(name)])
        case .serverLost: tr("The server cannot be reached. Your call goes on, and Joom keeps trying.")
        case .serverBack: tr("The server is back")
        case .stayedBehind(let name): stayedBehind(name)
        case .iceServer(let url, let reason): useless(url, reason)
        case .door(let notice): sentence(notice)
        case .plugin(let request): sentence(request)
        case .trackSink(let notice): sentence(notice)
        }
    }

    /// Our own trouble with hosting a room.
    static func sentence(_ failure: HostingFailure) -> String {
        switch failure {
        case .noPort:
            tr("Joom cannot host a room here: no network port is free. Enter a server address instead.")
        case .failed(let reason):
            tr("Joom cannot host a room here: {reason}. Enter a server address instead.", ["reason": trimmed(reason)])
        case .noNetwork:
            tr("This computer is on no network that others could join from. Connect it to one and try again.")
        case .anotherProgram:
            tr("Another Joom on this computer hosts its rooms. Close it, join again, and then let others in.")
        case .notBuiltIn:
            tr("This Joom cannot host rooms. Enter a server address or a link.")
        }
    }

    /// Engines end their sentences with a full stop, and ours go on.
    static func trimmed(_ reason: String) -> String {
        var reason = Substring(reason)
        while let last = reason.last, last == "." || last.isWhitespace { reason.removeLast() }
        return String(reason)
    }
}
