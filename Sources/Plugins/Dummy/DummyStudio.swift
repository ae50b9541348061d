// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// Draws the pictures and hands them round; owned by the one task that reads its commands, so it needs no lock.
struct DummyStudio {
    enum Command: Sendable {
        case start(LocalMediaConfiguration)
        case stop
        case enableCamera(Bool)
        case enableMicrophone(Bool)
        case camera(MediaDevice?)
        case screen(Bool)
        case microphone(MediaDevice?)
        case testSound(Bool)
        case selfView((any VideoSink)?)
        case open(EchoID, AsyncStream<PeerConnectionEvent>.Continuation)
        case connect(EchoID)
        case show(EchoID, (any VideoSink)?)
        case statistics(EchoID, CheckedContinuation<PeerConnectionStatistics, Never>)
        case close(EchoID)
        case tick
    }

    /// Names a connection to the echo.
    struct EchoID: Hashable, Sendable {
        let rawValue: UInt64
    }

    /// The far end of one connection: what goes in comes back.
    private struct Echo {
        let report: AsyncStream<PeerConnectionEvent>.Continuation
        var sink: (any VideoSink)?
        var isConnected = false
        var figures = PeerConnectionStatistics()
    }

    private let commands: AsyncStream<Command>.Continuation
    private let report: AsyncStream<LocalMediaEvent>.Continuation
    private var configuration: LocalMediaConfiguration?
    private var selfView: (any VideoSink)?
    private var echoes: [EchoID: Echo] = [:]
    private var ticker: Task<Void, Never>?
    private var pictures = 0
    private var isTestSoundOn = false
    private var showsScreen = false

    init(
        commands: AsyncStream<Command>.Continuation,
        report: AsyncStream<LocalMediaEvent>.Continuation
    ) {
        self.commands = commands
        self.report = report
    }

    mutating func handle(_ command: Command) {
        switch command {
        case .start(let configuration): start(configuration)
        case .stop: stop()
        case .enableCamera(let enabled): configuration?.isCameraEnabled = enabled
        case .enableMicrophone(let enabled): configuration?.isMicrophoneEnabled = enabled
        case .camera(let camera): configuration?.camera = camera
        case .screen(let isShown): showsScreen = isShown
        case .microphone(let microphone): configuration?.microphone = microphone
        case .testSound(let isOn): isTestSoundOn = isOn
        case .selfView(let sink): selfView = sink
        case .open(let id, let report): echoes[id] = Echo(report: report)
        case .connect(let id): connect(id)
        case .show(let id, let sink): echoes[id]?.sink = sink
        case .statistics(let id, let reply): reply.resume(returning: echoes[id]?.figures ?? PeerConnectionStatistics())
        case .close(let id): close(id)
        case .tick: draw()
        }
    }

    private mutating func start(_ configuration: LocalMediaConfiguration) {
        self.configuration = configuration
        ticker?.cancel()
        let pause = Duration.seconds(1) / max(configuration.frameRate, 1)
        ticker = Task { [commands] in
            while !Task.isCancelled {
                commands.yield(.tick)
                do { try await Task.sleep(for: pause) } catch { return }
            }
        }
    }

    private mutating func stop() {
        ticker?.cancel()
        ticker = nil
        (configuration, showsScreen) = (nil, false)
    }

    private mutating func connect(_ id: EchoID) {
        guard let echo = echoes[id], !echo.isConnected else { return }
        echoes[id]?.isConnected = true
        echo.report.yield(.stateChanged(.connecting))
        echo.report.yield(.stateChanged(.connected))
    }

    private mutating func close(_ id: EchoID) {
        guard let echo = echoes.removeValue(forKey: id) else { return }
        echo.report.yield(.stateChanged(.closed))
        echo.report.finish()
    }

    private mutating func draw() {
        guard let configuration else { return }
        let picture = frame(configuration)
        pictures += 1
        if !showsScreen, configuration.isCameraEnabled, configuration.camera != nil { selfView?.render(picture) }
        for id in Array(echoes.keys) { show(picture, to: id) }
        if pictures.isMultiple(of: 3), configuration.microphone != nil {
            let level = isTestSoundOn ? DummyLocalMedia.testSoundLevel : -20
            report.yield(.microphoneLevel(configuration.isMicrophoneEnabled ? level : -100))
        }
    }

    private mutating func show(_ picture: VideoFrame, to id: EchoID) {
        guard var echo = echoes[id], echo.isConnected else { return }
        if echo.figures.framesDecoded == 0 {
            echo.report.yield(.firstFrame(width: picture.width, height: picture.height))
        }
        echo.figures.framesDecoded += 1
        // As much as a camera's picture of this size has, and no less than a network would be blamed for.
        echo.figures.bytesReceived += 2_000
        echo.figures.bytesSent += 2_000
        echo.figures.packetsReceived += 2
        echo.figures.roundTripTime = 0.001
        echo.figures.frameWidth = picture.width
        echo.figures.frameHeight = picture.height
        echo.figures.framesPerSecond = Double(configuration?.frameRate ?? 0)
        echo.figures.path = "direct"
        echo.figures.audioLevel = (configuration?.isMicrophoneEnabled ?? false) ? -20 : -100
        echo.sink?.render(picture)
        echoes[id] = echo
    }

    private func frame(_ configuration: LocalMediaConfiguration) -> VideoFrame {
        let time = Duration.seconds(1) * pictures / max(configuration.frameRate, 1)
        let (width, height) = (configuration.width, configuration.height)
        if showsScreen {
            return TestPattern(colour: "#3d3846", width: 1_280, height: 800).frame(number: pictures, timestamp: time)
        }
        guard configuration.isCameraEnabled, case .testPicture(let colour) = configuration.camera?.origin else {
            // Peers of somebody whose camera is off get black, not the last picture.
            return TestPattern(colour: "#000000", width: width, height: height, hasBar: false)
                .frame(number: pictures, timestamp: time)
        }
        return TestPattern(colour: colour, width: width, height: height).frame(number: pictures, timestamp: time)
    }
}
