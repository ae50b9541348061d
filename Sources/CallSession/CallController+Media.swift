// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit

/// Our own camera and microphone, and where pictures go.
extension CallController {
    /// Lists the devices for the first time; `snapshot.devices` has them afterwards and follows later changes.
    public func prepareDevices() async { await local.prepare() }

    /// Opens the chosen devices for the room form; nothing is sent before `join`.
    public func startPreview() async {
        await local.start()
        learnVideoCodecs()
        publish()
    }

    /// Releases the devices unless a call is on.
    public func stopPreview() async {
        switch call.phase {
        case .idle, .ended: await local.stop()
        case .joining, .knocking, .joined, .leaving: break
        }
    }

    /// Hears or mutes our microphone; kept from call to call.
    public func setMicrophoneEnabled(_ enabled: Bool) { local.setMicrophoneEnabled(enabled) }

    /// Opens or closes our camera; kept from call to call, honoured before any picture is taken.
    public func setCameraEnabled(_ enabled: Bool) { local.setCameraEnabled(enabled) }

    /// Chooses the camera; mute and camera-off stay as they are, and peers get no new description.
    public func selectCamera(_ selection: DeviceSelection) { local.selectCamera(selection) }

    /// Asks the person which screen or window the others are to see in the camera's place, and shows it until
    /// `stopSharing`, the end of the call, or the desktop's.
    ///
    /// Follow it with `CallSnapshot.screen`; what goes wrong is a notice. Does nothing outside of a room.
    ///
    /// - Parameter isAnother: asks even where an earlier choice could be used again.
    public func shareScreen(another isAnother: Bool = false) {
        guard case .joined = call.phase, let source = registry.screenSource else { return }
        local.shareScreen(from: source, another: isAnother)
    }

    /// Forgets which screen or window was shown; a person is asked again.
    public func forgetScreens() { registry.screenSource?.forget() }

    /// Brings the camera back as it was.
    public func stopSharing() { local.stopSharing() }

    /// Chooses the microphone.
    public func selectMicrophone(_ selection: DeviceSelection) { local.selectMicrophone(selection) }

    /// Chooses the speaker; what the others say goes on meanwhile.
    public func selectSpeaker(_ selection: DeviceSelection) { local.selectSpeaker(selection) }

    /// Changes what is done to the microphone's sound before it is sent.
    public func setAudioProcessing(_ processing: AudioProcessing) { local.setAudioProcessing(processing) }

    /// Asks the media engine what it can encode and decode.
    @discardableResult
    func learnVideoCodecs() -> Set<VideoCodec> {
        let known = registry.peerConnections?.videoCodecs ?? []
        videoCodecs = VideoCodec.allCases.filter { known.contains($0) }
        return known
    }

    /// Changes what pictures are encoded as for those who can take it; connections that are there stay as they are.
    public func setVideoCodec(_ codec: VideoCodec) {
        options.videoCodec = codec
        publish()
    }

    /// The effects that plugins bring, those that cannot be used included; reads files.
    ///
    /// Of two with one id the later plugin's counts.
    public func availableEffects() -> [EffectListing] {
        var listings: [EffectListing] = []
        for listing in registry.effectSources.flatMap({ $0.effects() }) {
            listings.removeAll { $0.id == listing.id }
            listings.append(listing)
        }
        return listings
    }

    /// Takes new effects; nil where no plugin does.
    public var effectInstaller: (any EffectInstaller)? { registry.effectSources.lazy.compactMap(\.installer).first }

    /// Puts effects to use in place of those before; seen and heard at once, here and by the others.
    ///
    /// One that turns out to be too slow or breaks leaves `CallSnapshot.effects`, and a notice says so.
    public func setEffects(_ effects: [EffectSetting]) { local.setEffects(effects) }

    /// Plays a short sound on the speaker in use; what keeps it from being heard is a notice.
    public func playTestSound() { local.play(.test) }

    /// Plays a short sound on the speaker in use, if there is one.
    public func play(_ sound: CallSound) { local.play(sound) }

    /// Says where our own picture goes, unmirrored; nil for nowhere.
    public func setSelfViewSink(_ sink: (any VideoSink)?) { local.setSelfViewSink(sink) }

    /// Says where a participant's picture goes, through all their connections; nil for nowhere.
    public func setVideoSink(_ sink: (any VideoSink)?, for participant: ParticipantID) {
        sinks[participant] = sink
        guard let link = shown[participant] else { return }
        runners[link]?.setVideoSink(sink)
    }

    /// Says where a participant's sound goes besides the speaker, through all their connections; nil for nowhere.
    public func setAudioSink(_ sink: (any AudioSink)?, for participant: ParticipantID) {
        audioSinks[participant] = sink
        guard let link = shown[participant] else { return }
        runners[link]?.setAudioSink(sink)
    }

    /// How loud participants can be made.
    public static let volumes = 0.0...1.5

    /// Plays a participant louder or softer, through all their connections: 1 as they come, 0 not at all.
    ///
    /// - Parameters:
    ///   - volume: as ears count; taken to the nearest in `volumes`.
    ///   - participant: who; forgotten when the call ends.
    public func setVolume(_ volume: Double, for participant: ParticipantID) {
        let volume = min(max(volume, Self.volumes.lowerBound), Self.volumes.upperBound)
        volumes[participant] = volume == 1 ? nil : volume
        if let link = shown[participant] { runners[link]?.setVolume(volume) }
        publish()
    }

    /// Figures of a participant's connection in use; nil without one.
    public func statistics(for participant: ParticipantID) async -> PeerConnectionStatistics? {
        guard let link = shown[participant] else { return nil }
        return await runners[link]?.statistics()
    }
}
