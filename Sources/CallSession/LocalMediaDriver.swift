// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// Our own camera and microphone: which are chosen, which are open, and what became of them.
@MainActor
final class LocalMediaDriver {
    /// What a screen shows of it.
    struct State: Equatable {
        var devices: [MediaDevice] = []
        var setAside: Set<DeviceID> = []
        var cameraSelection = DeviceSelection.systemDefault
        var microphoneSelection = DeviceSelection.systemDefault
        var speakerSelection = DeviceSelection.systemDefault
        var camera: MediaDevice?
        var microphone: MediaDevice?
        var speaker: MediaDevice?
        var audioProcessing = AudioProcessing()
        var effects: [EffectSetting] = []
        var isCameraEnabled = true
        var isMicrophoneEnabled = true
        var screen = ScreenSharing.off
        var level: Double?
        var isOpen = false

        /// What peers are told; while the devices are being opened, what is meant to be.
        var announced: MediaState {
            let hasMicrophone = isOpen ? microphone != nil : microphoneSelection != .none
            let hasCamera = isOpen ? camera != nil : cameraSelection != .none
            return MediaState(
                microphone: isMicrophoneEnabled && hasMicrophone,
                camera: isCameraEnabled && hasCamera && screen != .on,
                screen: screen == .on
            )
        }
    }

    /// What comes out.
    enum Report {
        case changed
        case notice(NoticeKind)
        /// Not even a connection without devices can be made.
        case unusable(MediaError)
    }

    var state = State() { didSet { if state != oldValue { report(.changed) } } }

    let media: (any LocalMedia)?
    private let sources: [any CaptureSource]
    private let options: CaptureOptions
    let report: @MainActor (Report) -> Void
    let sleep: @Sendable (Duration) async throws -> Void
    let queue = SerialQueue()
    /// A screen of ours that is shown, or asked for.
    var screen: Screen?
    /// What is left alone for now.
    var setbacks: [DeviceID: Setback] = [:] {
        didSet { state.setAside = Set(setbacks.filter(\.value.isSetAside).keys) }
    }
    private var listeners: [Task<Void, Never>] = []
    private var lists: [[MediaDevice]]
    private var listing: Task<Void, Never>?
    private var starting: Task<Void, Never>?

    init(
        media: (any LocalMedia)?,
        sources: [any CaptureSource],
        options: CaptureOptions,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        report: @escaping @MainActor (Report) -> Void
    ) {
        self.media = media
        self.sources = sources
        self.options = options
        self.sleep = sleep
        self.report = report
        lists = Array(repeating: [], count: sources.count)
        listen()
    }

    // MARK: Life

    /// Lists the devices for the first time; later changes come by themselves.
    func prepare() async {
        if listing == nil {
            listing = Task { [self] in
                for (index, source) in sources.enumerated() { take(await source.currentDevices(), from: index) }
            }
        }
        await listing?.value
    }

    /// Opens the chosen devices, or as many of them as can be had; does nothing while they are open.
    func start() async {
        if starting == nil {
            starting = Task { [self] in
                await prepare()
                _ = await queue.value { [self] in await open() }
            }
        }
        await starting?.value
    }

    /// Releases the devices; `start()` may follow.
    func stop() async {
        guard starting != nil else { return }
        await starting?.value
        stopSharing()
        starting = nil
        _ = await queue.value { [self] in
            await media?.stop()
            var closed = state
            (closed.camera, closed.microphone, closed.speaker) = (nil, nil, nil)
            (closed.level, closed.isOpen) = (nil, false)
            state = closed
        }
    }

    func shutDown() async {
        await stop()
        await queue.finish()
        for listener in listeners { listener.cancel() }
        for setback in setbacks.values { setback.retry?.cancel() }
    }

    // MARK: Switches

    func setMicrophoneEnabled(_ enabled: Bool) {
        state.isMicrophoneEnabled = enabled
        queue.add { [self] in if state.isOpen { await media?.setMicrophoneEnabled(enabled) } }
    }

    func setCameraEnabled(_ enabled: Bool) {
        state.isCameraEnabled = enabled
        queue.add { [self] in if state.isOpen { await media?.setCameraEnabled(enabled) } }
    }

    func selectCamera(_ selection: DeviceSelection) {
        state.cameraSelection = selection
        if case .device(let id) = selection { forgive(id) }
        queue.add { [self] in await settle(.camera) }
    }

    func selectMicrophone(_ selection: DeviceSelection) {
        state.microphoneSelection = selection
        if case .device(let id) = selection { forgive(id) }
        queue.add { [self] in await settle(.microphone) }
    }

    func selectSpeaker(_ selection: DeviceSelection) {
        state.speakerSelection = selection
        if case .device(let id) = selection { forgive(id) }
        queue.add { [self] in await settle(.speaker) }
    }

    func setAudioProcessing(_ processing: AudioProcessing) {
        state.audioProcessing = processing
        queue.add { [self] in if state.isOpen { await media?.setAudioProcessing(processing) } }
    }

    func setEffects(_ effects: [EffectSetting]) {
        state.effects = effects
        queue.add { [self] in if state.isOpen { await media?.setEffects(state.effects) } }
    }

    /// Beside the queue: a device that is being opened does not hold it up.
    func play(_ sound: CallSound) {
        Task { [self] in
            await prepare()
            guard let media, let speaker = wanted(.speaker) else {
                return sound == .test ? report(.notice(.noSpeaker)) : ()
            }
            do throws(MediaError) {
                try await media.play(sound, on: toOpen(speaker))
            } catch  where sound != .test {
                // It only adds to what is on the screen.
            } catch .missingElement(let name, let package) {
                report(.notice(.media(.missingElement(name: name, package: package))))
            } catch {
                report(.notice(.speakerLost(speaker.name)))
            }
        }
    }

    func setSelfViewSink(_ sink: (any VideoSink)?) {
        queue.add { [self] in media?.setSelfViewSink(sink) }
    }

    // MARK: Devices

    private func listen() {
        for (index, source) in sources.enumerated() {
            listeners.append(
                Task { [weak self] in
                    for await devices in source.devices { self?.take(devices, from: index) }
                }
            )
        }
        guard let media else { return }
        listeners.append(
            Task { [weak self] in
                for await event in media.events { self?.take(event) }
            }
        )
    }

    private func take(_ devices: [MediaDevice], from source: Int) {
        lists[source] = devices
        let merged = DeviceChoice.merge(lists)
        guard merged != state.devices else { return }
        state.devices = merged
        for id in Set(setbacks.keys).subtracting(merged.map(\.id)) { forgive(id) }
        settleAll()
    }

    private func take(_ event: LocalMediaEvent) {
        switch event {
        case .microphoneLevel(let level): state.level = level
        case .failed(let error):
            report(.notice(.media(error)))
            guard let id = error.device else { return }
            setAside(id, because: error)
            settleAll()
        case .screenLost: screenEnded()
        case .cameraLost(let id): lost(id, .camera)
        case .microphoneLost(let id): lost(id, .microphone)
        case .microphoneSilent(let id):
            guard let microphone = state.microphone, microphone.id == id else { return }
            report(.notice(.microphoneSilent(microphone.name)))
        case .effectEnded(let id, let end):
            guard let setting = state.effects.first(where: { $0.id == id }) else { return }
            state.effects.removeAll { $0.id == id }
            report(.notice(.effectEnded(setting.effect.name, end)))
        case .speakerLost:
            guard let id = state.speaker?.id else { return }
            lost(id, .speaker)
        }
    }

    // MARK: Opening (inside the queue)

    /// Tries with fewer devices each time one of them fails, at last with none.
    private func open() async {
        guard let media else { return report(.unusable(.engine("no media engine"))) }
        var camera = wanted(.camera)
        var microphone = wanted(.microphone)
        if camera == nil, state.cameraSelection != .none { report(.notice(.noCamera)) }
        if microphone == nil, state.microphoneSelection != .none { report(.notice(.noMicrophone)) }
        while true {
            do throws(MediaError) {
                try await media.start(configuration(camera, microphone))
                opened(camera, microphone)
                // A switch may have been pressed meanwhile.
                await media.setCameraEnabled(state.isCameraEnabled)
                await media.setMicrophoneEnabled(state.isMicrophoneEnabled)
                if !state.effects.isEmpty { await media.setEffects(state.effects) }
                // Where one failed another may do.
                await settle(.camera)
                await settle(.microphone)
                await settle(.speaker)
                return
            } catch {
                guard camera != nil || microphone != nil else {
                    starting = nil
                    return report(.unusable(error))
                }
                report(.notice(.media(error)))
                if let id = error.device { setAside(id, because: error) }
                switch error.device {
                case microphone?.id where microphone != nil: microphone = nil
                case camera?.id where camera != nil: camera = nil
                default: (camera, microphone) = (nil, nil)
                }
            }
        }
    }

    /// As one change, so that peers hear of one.
    private func opened(_ camera: MediaDevice?, _ microphone: MediaDevice?) {
        var open = state
        (open.camera, open.microphone, open.speaker) = (camera, microphone, wanted(.speaker))
        open.isOpen = true
        state = open
    }

    private func configuration(_ camera: MediaDevice?, _ microphone: MediaDevice?) -> LocalMediaConfiguration {
        LocalMediaConfiguration(
            camera: camera,
            microphone: microphone,
            isCameraEnabled: state.isCameraEnabled,
            isMicrophoneEnabled: state.isMicrophoneEnabled,
            width: options.width,
            height: options.height,
            frameRate: options.frameRate,
            playsSound: options.playsSound,
            speaker: toOpen(wanted(.speaker)),
            audioProcessing: state.audioProcessing
        )
    }
}
