// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Our own camera and microphone, captured once and sent to every peer.
///
/// Muting, switching the camera off and changing it happen before the encoder: the peer sees neither a new
/// description nor a new SSRC. Calls come one at a time, from any thread.
public protocol LocalMedia: Sendable {
    /// What happens, in order; one reader.
    var events: AsyncStream<LocalMediaEvent> { get }

    /// Gets ready for connections, and begins to open the devices; called before the first connection is made.
    ///
    /// Returns without waiting for devices, which may take their time: peers get black and silence until then, and what
    /// cannot be opened is told by an event. Joining works without either.
    func start(_ configuration: LocalMediaConfiguration) async throws(MediaError)

    /// Hears or mutes the microphone.
    func setMicrophoneEnabled(_ enabled: Bool) async

    /// Opens or closes the camera; closed, the device is released and peers get black.
    func setCameraEnabled(_ enabled: Bool) async

    /// Takes another camera, keeping mute and camera-off as they were; nil for none.
    func setCamera(_ camera: MediaDevice?) async throws(MediaError)

    /// Shows a screen in the camera's place, which is released meanwhile; nil brings the camera back as it was.
    ///
    /// The screen is sent larger than the camera and less often, so that what is written on it can be read. One that
    /// breaks later ends with `LocalMediaEvent.screenLost`, and the camera is back.
    ///
    /// - Throws: why it cannot be shown; the camera stays.
    func setScreen(_ screen: ScreenPicture?) async throws(MediaError)

    /// Takes another microphone; nil for none.
    func setMicrophone(_ microphone: MediaDevice?) async throws(MediaError)

    /// Plays peers on another speaker; nil for the system's default. Calls go on while it changes.
    func setSpeaker(_ speaker: MediaDevice?) async throws(MediaError)

    /// Changes what is done to the microphone's sound before it is sent; heard at once.
    func setAudioProcessing(_ processing: AudioProcessing) async

    /// Puts effects to use in place of those before, in order; peers get no new description, and nothing is interrupted.
    ///
    /// One that cannot be used, or that fails later, ends with `LocalMediaEvent.effectEnded`, and the others stay.
    func setEffects(_ effects: [EffectSetting]) async

    /// Plays a short sound; returns when it is over.
    ///
    /// Works before `start` too. While one is played another is not begun.
    ///
    /// - Parameters:
    ///   - sound: what is to be said by it.
    ///   - speaker: where to; nil for the system's default.
    /// - Throws: why it cannot be heard.
    func play(_ sound: CallSound, on speaker: MediaDevice?) async throws(MediaError)

    /// Says where our own picture goes, unmirrored; nil for nowhere.
    func setSelfViewSink(_ sink: (any VideoSink)?)

    /// Says where our own encoded sound and picture go besides to the peers, beginning with a key frame; nil for nowhere.
    func setEncodedFrameSink(_ sink: (any EncodedFrameSink)?)

    /// Makes the next picture that the encoded-frame sink gets one that can be decoded on its own.
    func requestKeyFrame()

    /// Releases everything.
    func stop() async
}

extension LocalMedia {
    /// Does nothing: for media that nobody hears.
    public func play(_ sound: CallSound, on speaker: MediaDevice?) async throws(MediaError) {}

    /// Does nothing: for media that nobody hears.
    public func setSpeaker(_ speaker: MediaDevice?) async throws(MediaError) {}

    /// Does nothing: for media that nobody sees.
    public func setEffects(_ effects: [EffectSetting]) async {}

    /// Shows none: for media that cannot.
    public func setScreen(_ screen: ScreenPicture?) async throws(MediaError) {
        if screen != nil { throw .invalidState("no screens") }
    }

    /// Does nothing: for media that encode nothing.
    public func requestKeyFrame() {}

    /// Hands out nothing: for media that encode nothing.
    public func setEncodedFrameSink(_ sink: (any EncodedFrameSink)?) {}

    /// Does nothing: for media without a microphone.
    public func setAudioProcessing(_ processing: AudioProcessing) async {}
}

/// What is done to a microphone's sound before it is sent (W3C Media Capture, MediaTrackConstraints).
public struct AudioProcessing: Hashable, Sendable {
    /// What the speaker plays is taken out, so that peers do not hear themselves.
    public var echoCancellation: Bool
    /// Steady noise is taken out.
    public var noiseSuppression: Bool
    /// Quiet voices are made louder.
    public var autoGainControl: Bool

    /// Everything, unless told otherwise.
    public init(echoCancellation: Bool = true, noiseSuppression: Bool = true, autoGainControl: Bool = true) {
        self.echoCancellation = echoCancellation
        self.noiseSuppression = noiseSuppression
        self.autoGainControl = autoGainControl
    }

    /// The sound as it comes.
    public static let none = AudioProcessing(
        echoCancellation: false,
        noiseSuppression: false,
        autoGainControl: false
    )
}

/// What to capture to begin with.
public struct LocalMediaConfiguration: Hashable, Sendable {
    /// The camera to open; nil for none.
    public var camera: MediaDevice?
    /// The microphone to open; nil for none.
    public var microphone: MediaDevice?
    /// False: no picture is captured until it is switched on.
    public var isCameraEnabled: Bool
    /// False: muted to begin with.
    public var isMicrophoneEnabled: Bool
    /// Width of the encoded picture, in px.
    public var width: Int
    /// Height of the encoded picture, in px.
    public var height: Int
    /// Pictures per second at the most.
    public var frameRate: Int
    /// Play what peers say; false for bots and tests, which only measure it.
    public var playsSound: Bool
    /// The speaker to play it on; nil for the system's default.
    public var speaker: MediaDevice?
    /// What is done to the microphone's sound; made-up microphones are left as they are.
    public var audioProcessing: AudioProcessing

    /// Describes a capture; 640x480 at 30 per second unless told otherwise.
    public init(
        camera: MediaDevice?,
        microphone: MediaDevice?,
        isCameraEnabled: Bool = true,
        isMicrophoneEnabled: Bool = true,
        width: Int = 640,
        height: Int = 480,
        frameRate: Int = 30,
        playsSound: Bool = true,
        speaker: MediaDevice? = nil,
        audioProcessing: AudioProcessing = AudioProcessing()
    ) {
        self.camera = camera
        self.microphone = microphone
        self.isCameraEnabled = isCameraEnabled
        self.isMicrophoneEnabled = isMicrophoneEnabled
        self.width = width
        self.height = height
        self.frameRate = frameRate
        self.playsSound = playsSound
        self.speaker = speaker
        self.audioProcessing = audioProcessing
    }
}

/// What local capture reports.
public enum LocalMediaEvent: Hashable, Sendable {
    /// The camera gives no pictures any more; peers get black until another is chosen.
    case cameraLost(DeviceID)
    /// The microphone gives no sound any more; peers get silence until another is chosen.
    case microphoneLost(DeviceID)
    /// The microphone gives nothing but digital silence, although it was opened anew: it may be muted by a switch of its
    /// own or in the system's settings.
    case microphoneSilent(DeviceID)
    /// The speaker plays nothing any more; peers are not heard until another is chosen.
    case speakerLost(DeviceID?)
    /// The screen gives no pictures any more; peers see the camera.
    case screenLost
    /// Loudness of the microphone over the last 100 ms, in dBFS.
    case microphoneLevel(Double)
    /// An effect is not in use any more, by its id.
    case effectEnded(String, EffectEnd)
    /// Something broke that the person should hear of.
    case failed(MediaError)
}

/// Why media cannot be had; each case becomes one sentence with a next step.
public enum MediaError: Error, Hashable, Sendable {
    /// A GStreamer element is not installed.
    case missingElement(name: String, package: String)
    /// The device is not there.
    case deviceAbsent(DeviceID)
    /// Another program holds the device.
    case deviceBusy(DeviceID)
    /// The person or the system said no.
    case deviceDenied(DeviceID)
    /// The device did not give anything in time.
    case deviceSilent(DeviceID)
    /// The peer's description is not one we can accept.
    case badDescription(String)
    /// The description has no codec that we have.
    case noCommonCodec
    /// Only relays may be used, and there is no TURN server that lends one.
    case noRelay
    /// All of the ports that may be used are taken.
    case noPort(PortRange)
    /// The call came when it cannot be obeyed, such as an answer without an offer.
    case invalidState(String)
    /// The media engine gave up, in its own words.
    case engine(String)
}

/// Extension point: finds cameras, microphones and speakers.
public protocol CaptureSource: Sendable {
    /// The devices of now and, after each change, all of them again; one reader.
    var devices: AsyncStream<[MediaDevice]> { get }

    /// The devices of now; may take as long as the system takes to list them.
    func currentDevices() async -> [MediaDevice]
}
