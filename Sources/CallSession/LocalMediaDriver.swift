// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// Our own camera and microphone: which are chosen, which are open, and what became of them.
@MainActor
final class LocalMediaDriver {
    /// What a screen shows of it.
    struct State: Equatable {
        var devices: [MediaDevice] = []
        var cameraSelection = DeviceSelection.systemDefault
        var microphoneSelection = DeviceSelection.systemDefault
        var camera: MediaDevice?
        var microphone: MediaDevice?
        var isCameraEnabled = true
        var isMicrophoneEnabled = true
        var level: Double?
        var isOpen = false

        /// What peers are told; while the devices are being opened, what is meant to be.
        var announced: MediaState {
            let hasMicrophone = isOpen ? microphone != nil : microphoneSelection != .none
            let hasCamera = isOpen ? camera != nil : cameraSelection != .none
            return MediaState(microphone: isMicrophoneEnabled && hasMicrophone, camera: isCameraEnabled && hasCamera)
        }
    }

    /// What comes out.
    enum Report {
        case changed
        case notice(NoticeKind)
        /// Not even a connection without devices can be made.
        case unusable(MediaError)
    }

    private(set) var state = State() { didSet { if state != oldValue { report(.changed) } } }

    private let media: (any LocalMedia)?
    private let sources: [any CaptureSource]
    private let options: CaptureOptions
    private let report: @MainActor (Report) -> Void
    private let queue = SerialQueue()
    private var listeners: [Task<Void, Never>] = []
    private var lists: [[MediaDevice]]
    private var listing: Task<Void, Never>?
    private var starting: Task<Void, Never>?
    private var unusable: Set<DeviceID> = []

    init(
        media: (any LocalMedia)?,
        sources: [any CaptureSource],
        options: CaptureOptions,
        report: @escaping @MainActor (Report) -> Void
    ) {
        self.media = media
        self.sources = sources
        self.options = options
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
        starting = nil
        _ = await queue.value { [self] in
            await media?.stop()
            var closed = state
            (closed.camera, closed.microphone, closed.level, closed.isOpen) = (nil, nil, nil, false)
            state = closed
        }
    }

    func shutDown() async {
        await stop()
        await queue.finish()
        for listener in listeners { listener.cancel() }
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
        if case .device(let id) = selection { unusable.remove(id) }
        queue.add { [self] in await settleCamera() }
    }

    func selectMicrophone(_ selection: DeviceSelection) {
        state.microphoneSelection = selection
        if case .device(let id) = selection { unusable.remove(id) }
        queue.add { [self] in await settleMicrophone() }
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
        unusable.formIntersection(merged.map(\.id))
        queue.add { [self] in
            await settleCamera()
            await settleMicrophone()
        }
    }

    private func take(_ event: LocalMediaEvent) {
        switch event {
        case .microphoneLevel(let level): state.level = level
        case .failed(let error): report(.notice(.media(error)))
        case .cameraLost(let id):
            guard state.camera?.id == id else { return }
            report(.notice(.cameraLost(state.camera?.name ?? id.rawValue)))
            giveUp(id)
            state.camera = nil
            queue.add { [self] in await settleCamera() }
        case .microphoneLost(let id):
            guard state.microphone?.id == id else { return }
            report(.notice(.microphoneLost(state.microphone?.name ?? id.rawValue)))
            giveUp(id)
            state.microphone = nil
            queue.add { [self] in await settleMicrophone() }
        }
    }

    /// Leaves a device alone until it is plugged in again, or chosen again.
    private func giveUp(_ id: DeviceID) {
        // What is unplugged already may be used as soon as it is back.
        if state.devices.contains(where: { $0.id == id }) { unusable.insert(id) }
    }

    private func wantedCamera() -> MediaDevice? {
        DeviceChoice.resolve(state.cameraSelection, .camera, among: state.devices, except: unusable)
    }

    private func wantedMicrophone() -> MediaDevice? {
        DeviceChoice.resolve(state.microphoneSelection, .microphone, among: state.devices, except: unusable)
    }

    // MARK: Opening (inside the queue)

    /// Tries with fewer devices each time one of them fails, at last with none.
    private func open() async {
        guard let media else { return report(.unusable(.engine("no media engine"))) }
        var camera = wantedCamera()
        var microphone = wantedMicrophone()
        if camera == nil, state.cameraSelection != .none { report(.notice(.noCamera)) }
        if microphone == nil, state.microphoneSelection != .none { report(.notice(.noMicrophone)) }
        while true {
            do throws(MediaError) {
                try await media.start(configuration(camera, microphone))
                opened(camera, microphone)
                // A switch may have been pressed meanwhile.
                await media.setCameraEnabled(state.isCameraEnabled)
                await media.setMicrophoneEnabled(state.isMicrophoneEnabled)
                return
            } catch {
                guard camera != nil || microphone != nil else {
                    starting = nil
                    return report(.unusable(error))
                }
                report(.notice(.media(error)))
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
        (open.camera, open.microphone, open.isOpen) = (camera, microphone, true)
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
            playsSound: options.playsSound
        )
    }

    /// The device in use, if it was unplugged; an engine seldom notices by itself.
    private func pulled(_ device: MediaDevice?) -> MediaDevice? {
        guard let device, DeviceChoice.isPluggedIn(device), !state.devices.contains(where: { $0.id == device.id })
        else { return nil }
        return device
    }

    private func settleCamera() async {
        while state.isOpen, let media {
            let wanted = wantedCamera()
            guard wanted != state.camera else { return }
            if let pulled = pulled(state.camera) {
                report(.notice(.cameraLost(pulled.name)))
                state.camera = nil
            }
            do throws(MediaError) {
                try await media.setCamera(wanted)
                state.camera = wanted
            } catch {
                report(.notice(.media(error)))
                guard let wanted else { return }
                unusable.insert(wanted.id)
            }
        }
    }

    private func settleMicrophone() async {
        while state.isOpen, let media {
            let wanted = wantedMicrophone()
            guard wanted != state.microphone else { return }
            if let pulled = pulled(state.microphone) {
                report(.notice(.microphoneLost(pulled.name)))
                state.microphone = nil
            }
            do throws(MediaError) {
                try await media.setMicrophone(wanted)
                state.microphone = wanted
            } catch {
                report(.notice(.media(error)))
                guard let wanted else { return }
                unusable.insert(wanted.id)
            }
        }
    }
}
