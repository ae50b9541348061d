// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import JoomModel
import PluginKit

/// Camera and microphone in front of the shared pipeline.
@MediaActor
final class GStreamerLocalMedia: LocalMedia {
    nonisolated let events: AsyncStream<LocalMediaEvent>
    private nonisolated let continuation: AsyncStream<LocalMediaEvent>.Continuation

    private(set) var configuration = LocalMediaConfiguration(camera: nil, microphone: nil)
    private(set) var running: Running?
    var effects: [EffectSetting] = []
    var effectWatch: Task<Void, Never>?
    /// What is shown in the camera's place; nil for the camera.
    var screen: ScreenPicture?
    private var connections: [Connection] = []
    nonisolated let operations = OperationQueue()
    nonisolated let portal: CameraPortal?
    var isSoundOn = false
    /// Whether the person is being asked for the camera.
    var isAsking = false

    /// The pipeline and what belongs to it.
    struct Running {
        let graph: CallGraph
        let camera: CaptureLine
        let screen: CaptureLine
        let microphone: CaptureLine
        let tasks: [Task<Void, Never>]
    }

    private struct Connection {
        weak var connection: GStreamerPeerConnection?
    }

    nonisolated init(portal: CameraPortal? = nil) {
        self.portal = portal
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
    }

    func start(_ configuration: LocalMediaConfiguration) async throws(MediaError) {
        try await operations.run { () async throws(MediaError) in
            await self.shutDown()
            self.configuration = configuration
            let running = try self.makeRunning()
            running.graph.setMuted(!configuration.isMicrophoneEnabled)
        }
        // Connections do not wait for devices: until one gives something, peers get black and silence.
        operations.add {
            // Side by side: each takes as long as its device does.
            async let camera: Void = self.openCameraIfPossible()
            async let microphone: Void = self.openMicrophoneIfPossible()
            _ = await (camera, microphone)
        }
    }

    func setMicrophoneEnabled(_ enabled: Bool) async {
        configuration.isMicrophoneEnabled = enabled
        running?.graph.setMuted(!enabled)
    }

    func setCameraEnabled(_ enabled: Bool) async {
        if !enabled { portal?.giveUp() }
        try? await operations.run { () async throws(MediaError) in
            guard self.configuration.isCameraEnabled != enabled else { return }
            self.configuration.isCameraEnabled = enabled
            do throws(MediaError) {
                try await self.openCamera()
            } catch {
                self.continuation.yield(.failed(error))
            }
        }
    }

    func setCamera(_ camera: MediaDevice?) async throws(MediaError) {
        try await operations.run { () async throws(MediaError) in
            self.configuration.camera = camera
            try await self.openCamera()
        }
    }

    func setMicrophone(_ microphone: MediaDevice?) async throws(MediaError) {
        try await operations.run { () async throws(MediaError) in
            self.configuration.microphone = microphone
            self.deafness.forget()
            try await self.openMicrophone()
        }
    }

    func setSpeaker(_ speaker: MediaDevice?) async throws(MediaError) {
        try await operations.run { () async throws(MediaError) in
            self.configuration.speaker = speaker
            try self.running?.graph.playback?.play(on: speaker)
        }
    }

    func setAudioProcessing(_ processing: AudioProcessing) async {
        configuration.audioProcessing = processing
        process()
    }

    nonisolated func setSelfViewSink(_ sink: (any VideoSink)?) {
        Task { @MediaActor in
            self.selfViewSink = sink
            self.showSelfView()
        }
    }

    func stop() async {
        portal?.giveUp()
        try? await operations.run { () async throws(MediaError) in await self.shutDown() }
    }

    /// Builds a connection on the shared pipeline.
    func makePeerConnection(
        _ wanted: PeerConnectionConfiguration
    ) async throws(MediaError) -> GStreamerPeerConnection {
        // Beside the queue: a device that takes its time holds up nobody's call.
        let running = if let running { running } else { try makeRunning() }
        let connection = try GStreamerPeerConnection(wanted, graph: running.graph)
        connections.removeAll { $0.connection == nil }
        connections.append(Connection(connection: connection))
        return connection
    }

    func report(_ event: LocalMediaEvent) { continuation.yield(event) }

    // MARK: - Private

    private var selfViewSink: (any VideoSink)?
    var frameSink: (any EncodedFrameSink)?
    private var deafness = DeafnessWatch()

    /// A screen is not shown to whoever sits before it: their window would be in it, and in that their window.
    func showSelfView() {
        running?.graph.selfView.set(selfViewSink)
        running?.graph.setSelfViewVisible(selfViewSink != nil && screen == nil)
    }

    private func makeRunning() throws(MediaError) -> Running {
        try GStreamerLibrary.load()
        let graph = try CallGraph(configuration) { [weak self] id, end in
            Task { @MediaActor in self?.endEffect(id, end) }
        }
        let messages = graph.pipeline.messages
        let new = Running(
            graph: graph,
            camera: try CaptureLine(kind: "camera", graph: graph, input: graph.videoSwitch),
            screen: try CaptureLine(kind: "screen", graph: graph, input: graph.screenSwitch),
            microphone: try CaptureLine(kind: "microphone", graph: graph, input: graph.audioSwitch),
            tasks: [
                Task { [weak self] in
                    for await message in messages { await self?.handle(message) }
                },
                Task { [weak self] in
                    while !Task.isCancelled {
                        try? await Task.sleep(for: .milliseconds(500))
                        await self?.watchDevices()
                    }
                },
            ]
        )
        running = new
        showSelfView()
        applyEffects()
        graph.setFrameSink(frameSink)
        return new
    }

    private func shutDown() async {
        guard let old = running else { return }
        for connection in connections { await connection.connection?.close() }
        connections = []
        screen = nil
        await old.screen.close()
        await old.camera.close()
        await old.microphone.close()
        for task in old.tasks { task.cancel() }
        running = nil
        old.graph.stop()
    }

    /// A call is better without a camera than not at all.
    func openCameraIfPossible() async {
        do throws(MediaError) { try await openCamera() } catch { continuation.yield(.failed(error)) }
    }

    private func openMicrophoneIfPossible() async {
        do throws(MediaError) { try await openMicrophone() } catch { continuation.yield(.failed(error)) }
    }

    func openCamera() async throws(MediaError) {
        guard let running else { return }
        guard configuration.isCameraEnabled, screen == nil, let camera = configuration.camera else {
            await running.camera.close()
            running.graph.requestKeyFrame()
            return
        }
        defer { running.graph.requestKeyFrame() }
        guard !mustAsk(for: camera) else {
            await running.camera.close()
            return askForCamera()
        }
        let remote = try remote(for: camera)
        let format = PictureFormat(configuration)
        guard let description = CaptureDescription(camera: camera, format: format, remote: remote) else {
            throw .deviceAbsent(camera.id)
        }
        guard await DeviceProbe.isPresent(camera) else {
            await running.camera.close()
            throw .deviceAbsent(camera.id)
        }
        try await running.camera.open(description, id: camera.id)
    }

    /// A made-up tone is not speech, and would be taken for noise.
    private func process() {
        let isMadeUp = if case .testTone = configuration.microphone?.origin { true } else { false }
        running?.graph.setAudioProcessing(isMadeUp ? .none : configuration.audioProcessing)
    }

    private func openMicrophone() async throws(MediaError) {
        guard let running else { return }
        process()
        guard let microphone = configuration.microphone else { return await running.microphone.close() }
        guard let description = CaptureDescription(microphone: microphone) else {
            throw .deviceAbsent(microphone.id)
        }
        try await running.microphone.open(description, id: microphone.id)
    }

    /// Looks whether the devices still give something: one that is unplugged often gives no error, it just stops.
    private func watchDevices() async {
        guard let running else { return }
        if let silence = running.camera.silence, silence > 3_000_000_000 {
            await lose(running.camera) { .cameraLost($0) }
        }
        if let silence = running.microphone.silence, silence > 3_000_000_000 {
            await lose(running.microphone) { .microphoneLost($0) }
        }
    }

    /// Looks at the loudness of the microphone for what is wrong with it.
    private func listen(_ decibels: Double) async {
        guard let running, let id = running.microphone.device else { return deafness.forget() }
        switch deafness.take(decibels, at: GStreamerLibrary.now) {
        case .none: break
        case .tell: continuation.yield(.microphoneSilent(id))
        case .reopen:
            do throws(MediaError) {
                try await operations.run { () async throws(MediaError) in try await self.openMicrophone() }
            } catch {
                continuation.yield(.failed(error))
            }
        }
    }

    private func lose(_ line: CaptureLine, _ event: (DeviceID) -> LocalMediaEvent) async {
        guard let device = line.device else { return }
        continuation.yield(event(device))
        await line.close()
        running?.graph.requestKeyFrame()
    }

    private func handle(_ message: BusMessage) async {
        guard let running else { return }
        switch message {
        case .latency:
            running.graph.pipeline.recalculateLatency()
        case .ended: break
        case .level(let element, let decibels):
            if element == "microphone-level" {
                continuation.yield(.microphoneLevel(decibels))
                await listen(decibels)
            } else {
                for entry in connections { entry.connection?.heard(decibels, at: element) }
            }
        case .error(let path, let error, let details):
            if let id = running.graph.effects.lazy.compactMap({ $0.owner(ofPath: path) }).first {
                endEffect(id, .failed(.engine(error.message)))
            } else if running.screen.owns(path: path) {
                loseScreen(path)
            } else if running.camera.owns(path: path) {
                await lose(running.camera) { .cameraLost($0) }
            } else if let playback = running.graph.playback, playback.owns(path: path) {
                playback.giveUpSpeaker()
                continuation.yield(.speakerLost(playback.chosen))
            } else if running.microphone.owns(path: path) {
                await lose(running.microphone) { .microphoneLost($0) }
            } else if !CallGraph.isOfPassingPart(path: path),
                !connections.contains(where: { $0.connection?.broke(path: path, error) ?? false })
            {
                continuation.yield(.failed(.engine("\(error.message) (\(details))")))
            }
        }
    }
}
