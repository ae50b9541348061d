// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import Foundation
import GLibKit
import JoomModel
import PluginHost
import PluginKit
import ProgramKit
import SocketIOCore

/// One participant without a window: joins, measures what arrives, reports, leaves.
@MainActor final class HeadlessParticipant {
    /// How a run went, by exit status.
    enum Outcome: Int32 {
        /// Every medium that the peer announced arrived.
        case complete = 0
        /// Something broke.
        case error = 1
        /// Nobody came.
        case alone = 2
        /// A peer came but not all its media.
        case noMedia = 3
    }

    let options: ParticipantOptions
    let report: Report
    let controller: CallController
    private let plugins: PluginKeeper
    private let network = NetworkMonitor()
    private(set) var peers: [PeerRecord] = []
    private var joinedAt: ContinuousClock.Instant?
    private var hasFailed = false
    /// Where figures are kept, if anybody asked for it.
    var table: TableFile?
    private lazy var unsaid = options.messages

    /// - Parameters:
    ///   - options: what to do.
    ///   - report: where to tell it.
    init(_ options: ParticipantOptions, report: Report) {
        self.options = options
        self.report = report
        let madeUp = MadeUpDevices(list: [options.camera.device, options.microphone.device].compactMap(\.self))
        var capture = CaptureOptions()
        capture.width = options.width
        capture.height = options.height
        capture.videoCodec = options.codec
        capture.playsSound = false
        var builtIns = Plugins.builtIns(recordings: options.recordPath.map { .file($0) } ?? .videos(.own))
        builtIns += [PluginKeeper.BuiltIn(madeUp, isStandard: true)]
        if case .given(let picture) = options.screen {
            builtIns.append(PluginKeeper.BuiltIn(GivenScreen(picture: picture), isStandard: true))
        }
        plugins = PluginKeeper(
            builtIns,
            mode: options.isSafe ? .safe : .chosen
        ) { report.say("Plugin \($0)") }
        controller = CallController(registry: plugins.registry, options: capture)
        controller.network = options.network
    }

    /// Takes part until the time is up, the call ends or `stop` speaks.
    ///
    /// - Parameter stop: SIGINT, SIGTERM or whoever runs this.
    /// - Returns: the exit status.
    func run(until stop: AsyncStream<Int32>) async -> Int32 {
        let happenings = controller.happenings()
        plugins.onFailure = { [controller, weak plugins] _ in
            if let plugins { controller.use(plugins.registry) }
        }
        plugins.onChange = { [controller, weak plugins] in
            if let plugins { controller.use(plugins.registry) }
        }
        defer { plugins.close() }
        guard openTable(), await chooseDevices() else {
            await controller.shutDown()
            return Outcome.error.rawValue
        }
        controller.follow(networkChanges: network.changes)
        // As a person's room form does: what can be had ready is ready before somebody waits for us.
        await controller.startPreview()
        joinedAt = .now
        report.say("Joining \(options.room) at \(options.server) …")
        controller.join(room: options.room, server: options.server, name: options.name, keys: options.keys)
        let obeying = options.obeysCommands ? Task { [weak self] in await self?.obey() } : nil
        let watching = Task { [weak self] in await self?.watchScreen() }
        defer {
            obeying?.cancel()
            watching.cancel()
        }
        let recording = Task { [controller, weak self] in await self?.watchRecordings(of: controller.happenings()) }
        let following = Task { [weak self] in
            for await happening in happenings {
                guard let self else { return }
                if self.take(happening) { return }
            }
        }
        await wait(for: following, or: stop)
        let patience = endAnyway()
        defer { patience.cancel() }
        for peer in peers { await measure(peer) }
        let summaries = peers.map(\.summary)
        await controller.shutDown()
        following.cancel()
        await recording.value
        for peer in peers { await peer.finish(snapshotPath: options.snapshotPath, report: report) }
        for summary in summaries { report.event("summary", summary) }
        if summaries.isEmpty { report.event("summary", ["peer": nil], sentence: "Nobody came.") }
        return outcome.rawValue
    }

    /// A filter that a person allowed may hold on to a picture for ever, and the media engine with it.
    private func endAnyway() -> Task<Void, Never> {
        Task {
            do { try await Task.sleep(for: .seconds(10)) } catch { return }
            StandardError.say("joom-cli: The media engine does not let go; it ends without that.")
            fflush(nil)
            _exit(EXIT_FAILURE)
        }
    }

    /// What the exit status says.
    var outcome: Outcome {
        if hasFailed { return .error }
        guard !peers.isEmpty else { return .alone }
        return peers.allSatisfy(\.isComplete) ? .complete : .noMedia
    }

    private func chooseDevices() async -> Bool {
        await controller.prepareDevices()
        let devices = controller.snapshot.devices
        controller.setMicrophoneEnabled(!options.isMuted)
        controller.setCameraEnabled(!options.isCameraOff)
        guard let camera = options.camera.selection(.camera, among: devices) else {
            return lacks("camera", options.camera, devices.filter { $0.kind == .camera })
        }
        guard let microphone = options.microphone.selection(.microphone, among: devices) else {
            return lacks("microphone", options.microphone, devices.filter { $0.kind == .microphone })
        }
        controller.setEffects(options.effects)
        controller.selectCamera(camera)
        controller.selectMicrophone(microphone)
        return true
    }

    private func lacks(_ kind: String, _ choice: CaptureChoice, _ devices: [MediaDevice]) -> Bool {
        guard case .named(let name) = choice else { return false }
        let there = devices.isEmpty ? "none" : devices.map(\.name).joined(separator: ", ")
        let sentence = "There is no \(kind) called “\(name)”. There: \(there). Or take: test, none."
        report.event("error", ["code": "device_absent", "message": .string(sentence)], sentence: sentence)
        return false
    }

    private func wait(for following: Task<Void, Never>, or stop: AsyncStream<Int32>) async {
        let figures = Task { [weak self] in await self?.reportFigures() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await following.value }
            group.addTask { for await _ in stop { return } }
            if let duration = options.duration { group.addTask { try? await Task.sleep(for: duration) } }
            await group.next()
            following.cancel()
            group.cancelAll()
        }
        figures.cancel()
    }

    private func reportFigures() async {
        let interval = options.statsInterval ?? .seconds(1)
        while !Task.isCancelled {
            try? await Task.sleep(for: interval)
            for peer in peers where !peer.isGone {
                await measure(peer)
                tell(peer.figures)
            }
        }
    }

    private func measure(_ peer: PeerRecord) async {
        peer.measure(await controller.statistics(for: peer.id))
    }

    // MARK: What happens

    /// Reports; true when the call is over.
    private func take(_ happening: CallHappening) -> Bool {
        switch happening {
        case .joined(let you, let room, let server):
            report.event(
                "joined",
                [
                    "you": you.json, "room": .string(room.rawValue), "server": .string(server.description),
                    "owner": controller.snapshot.door.owner.json, "locked": .bool(controller.snapshot.door.isLocked),
                ],
                sentence: "Joined \(room)."
            )
            if options.screen != nil { controller.shareScreen() }
            if options.recordPath != nil { controller.setTrackSink(Self.recorder, isOn: true) }
        case .peer(let id, let name): welcome(id, name)
        case .connected(let id, let session): connected(id, session)
        case .firstFrame(let id, let width, let height): firstFrame(id, width, height)
        case .state(let id, let state):
            record(id).media = state
            report.event(
                "state",
                [
                    "peer": id.peer.json, "microphone": .bool(state.microphone), "camera": .bool(state.camera),
                    "screen": .bool(state.screen),
                ]
            )
        case .trust(let id, let trust, let isGuest): tell(trust, of: id, isGuest: isGuest)
        case .left(let id, let reason):
            record(id).isGone = true
            report.event(
                "left",
                ["peer": id.peer.json, "reason": .string(reason.rawValue)],
                sentence: "\(record(id).title) left (\(reason.rawValue))."
            )
        case .door(let notice): tell(notice)
        case .wrote(let id, let addOn, let text):
            report.event(
                "message",
                ["peer": id.peer.json, "plugin": .string(addOn), "text": .string(text)],
                sentence: "\(record(id).title): \(text)"
            )
        case .recording: break
        case .moved(_, let invitation): follow(invitation)
        case .problem(let kind):
            tell(Sentences.of(kind), code: Sentences.code(of: kind), isFatal: Sentences.isFatal(kind))
        case .ended(let reason):
            if reason != .left { tell(Sentences.of(reason), code: Sentences.code(of: reason), isFatal: true) }
            return true
        }
        return false
    }

    func tell(_ sentence: String?, code: String, isFatal: Bool) {
        guard let sentence else { return }
        if isFatal { hasFailed = true }
        report.event("error", ["code": .string(code), "message": .string(sentence)], sentence: sentence)
    }

    func record(_ id: ParticipantID) -> PeerRecord {
        if let known = peers.last(where: { $0.id == id && !$0.isGone }) ?? peers.last(where: { $0.id == id }) {
            return known
        }
        let file = peers.isEmpty ? options.audioPath.flatMap(openAudio) : nil
        let record = PeerRecord(id, file: file)
        peers.append(record)
        return record
    }

    private func openAudio(_ path: String) -> WaveFile? {
        do { return try WaveFile(path: path) } catch {
            tell("The sound cannot be saved in \(path): \(error.localizedDescription)", code: "file", isFatal: true)
            return nil
        }
    }

    private func welcome(_ id: ParticipantID, _ name: String?) {
        let peer = record(id)
        peer.name = name
        peer.isGone = false
        controller.setVideoSink(peer.pictures, for: id)
        controller.setAudioSink(peer.sound.tap, for: id)
        sayAll()
        report.event("peer", ["id": id.peer.json, "name": name.json], sentence: "\(peer.title) is here.")
    }

    /// Says once, when somebody is there to read it, what the command line has for the chat.
    private func sayAll() {
        for line in unsaid { controller.submit(line, to: "chat") }
        unsaid = []
    }

    private func connected(_ id: ParticipantID, _ session: SessionID?) {
        Task {
            let figures = await controller.statistics(for: id)
            report.event(
                "connected",
                [
                    "peer": id.peer.json, "session": (session?.rawValue).json, "path": (figures?.path).json,
                    "local": (figures?.localCandidate).json, "remote": (figures?.remoteCandidate).json,
                ],
                sentence: "Connected to \(record(id).title)."
            )
        }
    }

    private func firstFrame(_ id: ParticipantID, _ width: Int, _ height: Int) {
        let peer = record(id)
        if peer.firstFrameAfter == nil, let joinedAt { peer.firstFrameAfter = (.now - joinedAt).milliseconds }
        report.event(
            "first-frame",
            ["peer": id.peer.json, "width": .integer(Int64(width)), "height": .integer(Int64(height))],
            sentence: "First picture of \(peer.title), \(width)x\(height)."
        )
    }
}
