// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import Foundation
import JoomModel
import MediaGStreamer
import PluginKit
import SocketIOCore

/// What a headless participant knows of one peer.
@MainActor final class PeerRecord {
    let id: ParticipantID
    /// Looked at with each report of figures.
    let pictures = FrameMailbox(atMostEvery: .milliseconds(200))
    let sound: SoundCollector
    var name: String?
    var media: MediaState?
    var isGone = false
    /// From our pressing Join to their first picture, in ms.
    var firstFrameAfter: Double?
    private(set) var statistics = PeerConnectionStatistics()
    private(set) var picture: PictureProbe?
    private(set) var pictureChanges = false
    /// The pitch heard last, in Hz; nil in silence.
    private(set) var finalPitch: Double?
    private var heardSound = false

    /// - Parameters:
    ///   - id: the peer.
    ///   - file: where its sound is kept; nil for nowhere.
    init(_ id: ParticipantID, file: WaveFile?) {
        self.id = id
        sound = SoundCollector(file: file)
    }

    /// How people would call the peer.
    var title: String { name ?? id.peer?.rawValue ?? "The other person" }

    /// True when every medium that the peer announced arrived; one that announced nothing owes both.
    var isComplete: Bool {
        let owed = media ?? MediaState(microphone: true, camera: true)
        return ((!owed.camera && !owed.screen) || statistics.framesDecoded > 0) && (!owed.microphone || heardSound)
    }

    /// Takes the connection's figures and a look at the newest picture; nil figures leave the last ones.
    func measure(_ figures: PeerConnectionStatistics?) {
        if let figures { statistics = figures }
        if let level = sound.level, level > -60 { heardSound = true }
        finalPitch = sound.pitch
        guard let frame = pictures.newest else { return }
        let probe = PictureProbe(frame)
        if let picture, picture.fingerprint != probe.fingerprint { pictureChanges = true }
        picture = probe
    }

    /// The event `stats`: W3C names and units, and what was seen and heard.
    var figures: JSONObject {
        let peer: JSONObject = ["peer": id.peer.json]
        let heard: JSONObject = [
            "audio_dbfs": sound.level.json,
            "audio_hz": finalPitch.json,
            "audio_gap_ms": .integer(Int64(sound.takePause().milliseconds.rounded())),
            "picture": picture.json,
        ]
        return JSONObject(peer.members + statistics.figures.map(\.member) + heard.members)
    }

    /// The event `summary`.
    var summary: JSONObject {
        [
            "peer": id.peer.json,
            "frames_decoded": .integer(Int64(clamping: statistics.framesDecoded)),
            "width": .integer(Int64(statistics.frameWidth)),
            "height": .integer(Int64(statistics.frameHeight)),
            "fps": .double(statistics.framesPerSecond),
            "audio_dbfs": sound.level.json,
            "bytes_received": .integer(Int64(clamping: statistics.bytesReceived)),
            "bytes_sent": .integer(Int64(clamping: statistics.bytesSent)),
            "codec": statistics.codec.json,
            "path": statistics.path.json,
            "freezes": .integer(Int64(clamping: statistics.freezeCount)),
            "freeze_ms": .integer(Int64((statistics.totalFreezesDuration * 1000).rounded())),
            "join_to_first_frame_ms": firstFrameAfter.map { .integer(Int64($0.rounded())) } ?? .null,
            "picture": picture.json,
            "picture_changes": .bool(pictureChanges),
            "audio_hz": finalPitch.json,
            "audio_gap_ms": .integer(Int64(sound.longestPause.milliseconds.rounded())),
        ]
    }

    /// Completes the sound's file and saves the last picture, if it was asked for.
    func finish(snapshotPath: String?, report: Report) async {
        await sound.finish()
        guard let snapshotPath, let frame = pictures.newest else { return }
        do { try PictureFile.write(frame, toPNG: snapshotPath) } catch {
            let sentence = "The picture cannot be saved in \(snapshotPath): \(error)."
            report.event("error", ["code": "file", "message": .string(sentence)], sentence: sentence)
        }
    }
}

extension Optional where Wrapped == String {
    /// The text, or null.
    var json: JSONValue { map { .string($0) } ?? .null }
}

extension Optional where Wrapped == Double {
    /// The number, or null.
    var json: JSONValue { map { .double($0) } ?? .null }
}

extension Optional where Wrapped == PeerID {
    /// The id, or null behind a seed server.
    var json: JSONValue { map { .string($0.rawValue) } ?? .null }
}

extension Optional where Wrapped == PictureProbe {
    /// The mean colour as `#rrggbb`, or null before the first picture.
    var json: JSONValue { map { .string($0.colour) } ?? .null }
}
