// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// The pipeline that all connections of a call share, with capture in front and encoders behind.
///
///     camera, black -> switch -> effects -> switch -> tee -> self view
///                                screen ------'        '---> one line for each codec in use -> one send branch for each peer
///     microphone, silence -> switch -> voice -> level -> mute -> opusenc -> tee -> one send branch for each peer
///     receive branches -> playback line
@MediaActor
final class CallGraph {
    let pipeline: Pipeline
    /// Camera or black.
    let videoSwitch: Element
    /// What comes of the camera, or a screen.
    let screenSwitch: Element
    /// Microphone or silence.
    let audioSwitch: Element
    /// What the encoder gives, for each peer to packetise.
    let encodedAudio: Element
    /// VP8's line, which is always there and warm.
    let mainLine: VideoLine
    /// Our own picture.
    let selfView = VideoOutlet()
    /// What is done to our own picture and sound; one chain of each kind.
    let effects: [EffectChain]
    /// Where peers are heard; nil where nothing can be played.
    let playback: PlaybackLine?

    /// Where connections come from.
    private(set) lazy var spares = SpareConnection(pipeline: pipeline) { [unowned self] in uniqueName("peer") }

    /// Whether what passes is a screen.
    var showsScreen = false {
        didSet { if showsScreen != oldValue, let pictureSize { follow(pictureSize) } }
    }

    private let camera: PictureFormat
    private var pictureSize: VideoSize?
    private var format: PictureFormat
    private(set) var lines: [VideoCodec: VideoLine]
    /// Who keeps what is encoded; nil for nobody.
    var frameSink: (any EncodedFrameSink)?
    /// Where frames are taken for it, and from which element.
    var taps: [EncodedFormat.Kind: (source: String, tap: PadTap)] = [:]
    private let microphoneVolume: Element
    private let selfViewValve: Element
    private let voice: Element?
    private let echoGuard = EchoGuard()
    private var voiceSettings = VoiceSettings(.none, canCancelEcho: false)
    private var nextNumber = 0
    private static var made: UInt64 = 0

    /// Builds and starts it.
    ///
    /// - Parameters:
    ///   - configuration: what to capture.
    ///   - effectEnded: hears, on any thread, which effect is to be taken out, and why.
    /// - Throws: what is missing or does not start.
    init(
        _ configuration: LocalMediaConfiguration,
        effectEnded: @escaping @Sendable (String, EffectEnd) -> Void
    ) throws(MediaError) {
        try MediaRequirements.check(MediaRequirements.required.keys.sorted())
        let hasVoice = GStreamerLibrary.hasElement("webrtcdsp")
        pipeline = try Pipeline(GraphDescription.capture(configuration, hasVoice: hasVoice))
        let root = pipeline.element
        videoSwitch = try root.child("video-switch")
        screenSwitch = try root.child("screen-switch")
        audioSwitch = try root.child("audio-switch")
        encodedAudio = try root.child("audio-encoded")
        camera = PictureFormat(configuration)
        format = camera
        mainLine = try VideoLine(.vp8, format: format, root: root)
        lines = [.vp8: mainLine]
        microphoneVolume = try root.child("microphone-volume")
        selfViewValve = try root.child("self-view-valve")
        voice = hasVoice ? try root.child("voice") : nil
        Self.made += 1
        playback =
            configuration.playsSound && SoundServer.isThere
            ? try PlaybackLine(pipeline: pipeline, number: Self.made, speaker: configuration.speaker) : nil
        if let probe = playback?.echoProbe { voice?.object.set("probe", probe) }
        playback?.listen(echoGuard)
        try audioSwitch.pad("src").hurry()
        echoGuard.watch(microphone: try audioSwitch.pad("src"), volume: try root.child("echo-gate"))

        effects = try Self.chains(format, root: root, ended: effectEnded)
        // As with pictures: silence's source must not hold back what was said.
        try root.child("audio-encoder").pad("src").hideLatency()
        let place = PicturePlace(filter: try root.child("self-view-size"))
        try root.child("self-view-valve").pad("src").onPicture { [selfView] size in
            guard selfView.isWatching else { return false }
            place.follow(selfView.size, of: size)
            return true
        }
        AppSink.onFrame(try root.child("self-view")) { [selfView] in selfView.render($0) }
        let entrance = try root.child("video-raw").pad("sink")
        try entrance.welcome("video/x-raw")
        entrance.guardSize { [weak self] size in
            Task { @MediaActor in self?.follow(size) }
        }
        guard root.setState(.playing) else { throw .engine("the pipeline does not start") }
        // Once camera and microphone are open.
        spares.prepare(after: .seconds(1))
    }

    private static func chains(
        _ format: PictureFormat,
        root: Element,
        ended: @escaping @Sendable (String, EffectEnd) -> Void
    ) throws(MediaError) -> [EffectChain] {
        [
            EffectChain(
                .video,
                root: root,
                upstream: try root.child("video-switch").pad("src"),
                downstream: try root.child("screen-switch").pad("sink_0"),
                frame: ("videoconvert n-threads=1", format.restored),
                // A third of the time between two pictures: encoding and drawing need the rest.
                limit: UInt64(1_000_000_000 / format.frameRate / 3),
                ended: ended
            ),
            EffectChain(
                .audio,
                root: root,
                upstream: try root.child("microphone-level").pad("src"),
                downstream: try root.child("echo-gate").pad("sink"),
                frame: ("audioconvert", "audioconvert ! audioresample ! capsfilter caps=\(GraphDescription.rawSound)"),
                // Of pieces of 10 ms.
                limit: 3_000_000,
                ended: ended
            ),
        ]
    }

    /// Ends everything that flows.
    func stop() {
        spares.end()
        pipeline.element.setState(.null)
        pipeline.stopMessages()
    }

    /// Whether a message's path leads to a device or an effect, of now or of before.
    ///
    /// One that cannot be opened tells of it before anybody has it, and one that breaks tells of it more than once: whoever
    /// opened or had it says what there is to be said.
    nonisolated static func isOfPassingPart(path: String) -> Bool {
        path.contains(/\/GstBin:(camera|microphone|screen|effect)-/) || path.contains(":\(PlaybackLine.speakers)")
    }

    /// A name for a bin that no other has.
    func uniqueName(_ kind: String) -> String {
        nextNumber += 1
        return "\(kind)-\(nextNumber)"
    }

    /// Mutes before the encoder: packets keep flowing, with silence in them.
    func setMuted(_ muted: Bool) { microphoneVolume.object.set("mute", muted) }

    /// Changes what is done to the microphone's sound; the stream goes on.
    func setAudioProcessing(_ processing: AudioProcessing) {
        echoGuard.set(processing.echoCancellation)
        let wanted = VoiceSettings(processing, canCancelEcho: playback?.echoProbe != nil)
        guard let voice, wanted != voiceSettings, let before = try? audioSwitch.pad("src"),
            let input = try? voice.pad("sink")
        else { return }
        voiceSettings = wanted
        before.onceIdle {
            // It looks at its switches when it starts. Linked anew it is told the format again.
            before.unlink()
            voice.setState(.null)
            for (property, isOn) in wanted.switches { voice.object.set(property, isOn) }
            try? voice.followParent()
            try? before.link(to: input)
        }
    }

    /// Converts pictures for the self view only while somebody looks.
    func setSelfViewVisible(_ visible: Bool) { selfViewValve.object.set("drop", !visible) }

    /// Makes the next picture one that can be decoded on its own.
    func requestKeyFrame() {
        for line in lines.values { line.requestKeyFrame() }
    }
}

// MARK: - Lines

extension CallGraph {
    /// The line of a codec, which is built when it is first asked for.
    ///
    /// - Throws: what is missing, or does not start.
    func line(_ codec: VideoCodec) async throws(MediaError) -> VideoLine {
        if let line = lines[codec] { return line }
        let encoder = try await VideoCodecs.encoder(codec)
        // Somebody else may have asked meanwhile.
        if let line = lines[codec] { return line }
        let line = try VideoLine(encoder, format: format, root: pipeline.element)
        lines[codec] = line
        return line
    }

    /// Encodes pictures of another size from now on: a screen's come in the size that it has.
    private func follow(_ size: VideoSize) {
        pictureSize = size
        format = showsScreen ? PictureFormat(screen: size) : camera
        for line in lines.values { line.control.use(format) }
        requestKeyFrame()
    }

    /// Lets lines rest that nobody takes anything of; while nobody takes anything at all, VP8's stays warm.
    func restIdleLines() {
        let isAnyUsed = lines.values.contains { $0.isUsed }
        for (codec, line) in lines { line.setOpen(line.isUsed || (!isAnyUsed && codec == .vp8)) }
        followUsedLine()
    }
}
