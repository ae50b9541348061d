// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import PluginKit

/// What went wrong, in words and as a code for programs.
enum Sentences {
    static func of(_ reason: EndReason) -> String? {
        switch reason {
        case .left: nil
        case .refused(let refusal): "The server gives no seat: \(refusal.message)"
        case .unreachable(let failure): of(failure)
        case .removed: "The room's owner removed us. Ask to be let in, and join again."
        case .denied: "The room's owner does not let us in, or everybody left. Ask them, and join again."
        case .media(let error): of(error)
        }
    }

    static func code(of reason: EndReason) -> String {
        switch reason {
        case .left: "left"
        case .refused(let refusal): refusal.code.rawValue
        case .unreachable: "unreachable"
        case .removed: "removed"
        case .denied: "denied"
        case .media: "media"
        }
    }

    /// Comings, goings and recordings have events of their own; a device that is absent was asked to be, or was reported before.
    static func of(_ kind: NoticeKind) -> String? {
        switch kind {
        case .came, .went, .noCamera, .noMicrophone, .noSpeaker, .trackSink: nil
        case .cameraLost(let name): "The camera “\(name)” gives no pictures any more."
        case .microphoneLost(let name): "The microphone “\(name)” gives no sound any more."
        case .microphoneSilent(let name): "The microphone “\(name)” gives nothing but silence: it may be muted."
        case .speakerLost(let name): "The speaker “\(name)” plays nothing any more."
        case .screen(.unavailable(let reason)): "This desktop lets no program see its screen: \(reason)."
        case .screen(.ended): "The screen is not shown any more."
        case .screen(.failed(let reason)): "The screen cannot be shown: \(reason)."
        case .effectEnded(let name, .tooSlow): "The effect “\(name.plain)” is too slow here, and is off."
        case .effectEnded(let name, .failed(let error)): "The effect “\(name.plain)” is off. \(of(error))"
        case .media(let error): of(error)
        case .noCommonCodec(let name, .video):
            "\(name ?? "The peer") has no codec for pictures in common with us; sound goes on. Joom has VP8, VP9 and H.264."
        case .noCommonCodec(let name, .audio):
            "\(name ?? "The peer") has no codec for sound in common with us; pictures go on. Joom has Opus."
        case .insecurePeer(let name):
            "Not secure: \(name ?? "the peer")'s certificate is not the one announced. Nothing was shown or sent."
        case .unprovenPeer(let name, let fault): of(fault, name ?? "the peer")
        case .wordsChanged(let name):
            "The connection to \(name ?? "the peer") is another one, with other words: compare them again."
        case .serverLost: "The server cannot be reached; the call goes on."
        case .serverBack: "The server is back."
        case .stayedBehind(let name): "\(name ?? "The peer") did not come along to the other server."
        case .iceServer(let url, .fault(let fault)): "\(url) cannot help with calls. \(of(fault))"
        case .iceServer(let url, .failed(let text)):
            "\(url) cannot help with calls: \(text). Check it, or ask whoever runs it."
        case .door(let notice): of(notice)
        case .plugin(let request): "\(request.plugin.plain): \(of(request.wish))"
        }
    }

    private static func of(_ wish: CallRequest.Wish) -> String {
        switch wish {
        case .say(let text): text.plain
        case .microphone(let isOn): "the microphone is \(isOn ? "on" : "muted")"
        case .camera(let isOn): "the camera is \(isOn ? "on" : "off")"
        case .leave: "leaves the room"
        }
    }

    static func code(of kind: NoticeKind) -> String {
        switch kind {
        case .came, .went: "participants"
        case .noCamera: "no_camera"
        case .noMicrophone: "no_microphone"
        case .noSpeaker: "no_speaker"
        case .cameraLost: "camera_lost"
        case .microphoneLost: "microphone_lost"
        case .microphoneSilent: "microphone_silent"
        case .speakerLost: "speaker_lost"
        case .screen: "screen"
        case .effectEnded: "effect_ended"
        case .media: "media"
        case .noCommonCodec: "no_common_codec"
        case .insecurePeer: "fingerprint_mismatch"
        case .unprovenPeer: "unproven"
        case .wordsChanged: "words_changed"
        case .serverLost: "server_lost"
        case .serverBack: "server_back"
        case .stayedBehind: "stayed_behind"
        case .iceServer: "ice_server"
        case .door: "door"
        case .plugin: "plugin"
        case .trackSink: "recording"
        }
    }

    /// True when the run counts as failed whatever follows.
    static func isFatal(_ kind: NoticeKind) -> Bool {
        switch kind {
        case .insecurePeer, .unprovenPeer: true
        case .came, .went, .noCamera, .noMicrophone, .noSpeaker, .cameraLost, .microphoneLost, .microphoneSilent,
            .speakerLost, .screen, .effectEnded, .media, .wordsChanged, .serverLost, .serverBack, .iceServer, .door,
            .plugin, .trackSink, .noCommonCodec, .stayedBehind:
            false
        }
    }

    static func of(_ notice: DoorNotice) -> String {
        switch notice {
        case .knocked(let peer, let name): "\(name ?? "Somebody") (\(peer)) waits to be let in."
        case .waiting: "The room is locked. Its owner was asked to let us in; waiting …"
        case .becameOwner: "We have the say over the room now."
        case .locked(true): "The room is locked."
        case .locked(false): "The room is unlocked."
        case .serverCloses(let time):
            "The server stops within \(time.components.seconds) s; the call goes on, and we join again when it is back."
        case .refused(let refusal): "The server did not do it: \(refusal.message)"
        }
    }

    static func of(_ failure: SignalingFailure) -> String {
        switch failure {
        case .unknownHost(let host): "There is no server called \(host). Check the address."
        case .refused(let place): "Nobody listens at \(place). Is the server started?"
        case .timeout: "The server did not answer in time."
        case .notSocketIO(let detail): "What answers there is no Joom server (\(detail)). Check the address."
        case .untrusted(let detail): "The server's certificate is not to be trusted (\(detail))."
        case .wrongCertificate(let host):
            "The certificate of \(host) is not the one that the link names. Ask for a new link; until then do not join."
        case .lost(let detail): "The connection to the server broke (\(detail))."
        }
    }

    static func of(_ error: MediaError) -> String {
        switch error {
        case .missingElement(let name, let package): "GStreamer's “\(name)” is missing. Install \(package)."
        case .deviceAbsent(let id): "The device \(id) is not there. Plug it in, or choose another."
        case .deviceBusy(let id): "Another program uses the device \(id). Close it, or choose another."
        case .deviceDenied(let id): "The system denies access to \(id). Allow it in the system's settings."
        case .deviceSilent(let id): "The device \(id) gives nothing. Plug it in again, or choose another."
        case .badDescription(let reason): "The peer's description cannot be accepted: \(reason)."
        case .noCommonCodec: "The peer has no codec in common with us; Joom needs VP8 and Opus."
        case .noRelay:
            "Only relays may be used, and no TURN server gave one. Name one with --ice-server, or leave out --relay-only."
        case .noPort(let ports): "The UDP ports \(ports) are all in use. Name more with --ports."
        case .invalidState(let what): "The peer's message came at the wrong time (\(what))."
        case .engine(let words): "The media engine gave up: \(words)"
        }
    }
}
