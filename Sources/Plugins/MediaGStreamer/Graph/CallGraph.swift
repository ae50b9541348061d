// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// The pipeline that all connections of a call share, with capture in front and encoders behind.
///
///     camera, black -> switch -> size -> tee -> self view
///                                         '---> ladder's size -> vp8enc -> tee -> one send branch for each peer
///     microphone, silence -> switch -> level -> mute -> opusenc -> tee -> one send branch for each peer
@MediaActor
final class CallGraph {
    let pipeline: Pipeline
    /// Camera or black.
    let videoSwitch: Element
    /// Microphone or silence.
    let audioSwitch: Element
    /// What the encoder gives, for each peer to packetise.
    let encodedVideo: Element
    /// What the encoder gives, for each peer to packetise.
    let encodedAudio: Element
    /// How large, how often and how well the picture is encoded.
    let encoding: EncoderControl
    /// Our own picture.
    let selfView = VideoOutlet()

    private let encoder: Element
    private let microphoneVolume: Element
    private let selfViewValve: Element
    private var nextNumber = 0

    init(_ configuration: LocalMediaConfiguration) throws(MediaError) {
        try MediaRequirements.check(MediaRequirements.required.keys.sorted())
        pipeline = try Pipeline(GraphDescription.capture(configuration))
        let root = pipeline.element
        videoSwitch = try root.child("video-switch")
        audioSwitch = try root.child("audio-switch")
        encodedVideo = try root.child("video-encoded")
        encodedAudio = try root.child("audio-encoded")
        encoder = try root.child("video-encoder")
        microphoneVolume = try root.child("microphone-volume")
        selfViewValve = try root.child("self-view-valve")

        encoding = try EncoderControl(
            PictureFormat(configuration),
            encoder: encoder,
            size: try root.child("video-size")
        )
        AppSink.onFrame(try root.child("self-view")) { [selfView] in selfView.render($0) }
        guard root.setState(.playing) else { throw .engine("the pipeline does not start") }
    }

    /// Ends everything that flows.
    func stop() {
        pipeline.element.setState(.null)
        pipeline.stopMessages()
    }

    /// A name for a bin that no other has.
    func uniqueName(_ kind: String) -> String {
        nextNumber += 1
        return "\(kind)-\(nextNumber)"
    }

    /// Mutes before the encoder: packets keep flowing, with silence in them.
    func setMuted(_ muted: Bool) { microphoneVolume.object.set("mute", muted) }

    /// Converts pictures for the self view only while somebody looks.
    func setSelfViewVisible(_ visible: Bool) { selfViewValve.object.set("drop", !visible) }

    /// Makes the next picture one that can be decoded on its own.
    func requestKeyFrame() { (try? encoder.pad("src"))?.requestKeyFrame() }
}
