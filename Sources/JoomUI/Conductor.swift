// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import GLibKit
import JoomModel
import JoomWidgets
import NearbyRooms
import PluginKit

/// Between window and call: intents go to the controller, snapshots to the window.
@MainActor
final class Conductor {
    let controller: CallController
    let plugins: any PluginKeeping
    let host: any RoomHost
    /// Rooms on the network; nil where nobody looks for any.
    let neighbourhood: (any Neighbourhood)?
    private let network = NetworkMonitor()
    let memory: Memory
    private(set) var window: MainWindow?
    /// While it is open.
    var preferences: PreferencesWindow?
    /// What was measured in the call that is on, or was last.
    var log = CallLog()
    /// The window with it, while it is open.
    var figures: StatisticsWindow?
    private var meter: Task<Void, Never>?
    /// While a person chooses a file, or looks at what is in it.
    var fileDialog: FileDialog?
    var effectDialog: InstallEffectDialog?
    /// Remembers effects in a moment.
    var effectsSaver: Task<Void, Never>?
    /// The last notice about an effect.
    var lastEffectNotice = 0
    /// By which link others come into the room.
    var invitation = Invitation() {
        didSet { if invitation != oldValue { window?.show(invitation) } }
    }
    /// The latest opening or closing of this computer's rooms; each waits for the one before.
    var doorwork: Task<Void, Never>?
    let volumes: PersonVolumes
    private var sounds = CallSounds()
    private let began = ContinuousClock.now
    private var follower: Task<Void, Never>?
    private var journey: Task<Void, Never>?
    var lastRequest: JoinRequest?
    /// Follows rooms that are moved.
    var mover: Task<Void, Never>?
    /// Rings when somebody comes into a room that is watched.
    private(set) lazy var bell = makeBell()
    /// The latest change of what is watched; each waits for the one before.
    var bellwork: Task<Void, Never>?
    /// The rooms that are.
    var watched: Set<JoinRequest> = []
    /// Has the desktop show a sentence under a room's token; nil takes it back.
    var notify: @MainActor (_ token: String, _ sentence: String?) -> Void = { _, _ in }
    /// Where a journey is to end, until it does.
    private var journeyEnd: JoinRequest?
    /// Until a server that does not answer would have refused us.
    private var seatWait: Task<Void, Never>?
    private var isSeated = false
    /// Sends somebody to test calls.
    private(set) lazy var tester = Tester(host: host) { [weak self] in self?.say($0) }
    var name: String
    private var isOnForm = true

    init(parts: Parts, memory: Memory) {
        plugins = parts.loadPlugins()
        controller = CallController(registry: plugins.registry)
        controller.showsKoreanWords = Translation.language == "ko"
        host = parts.host
        neighbourhood = parts.neighbourhood
        self.memory = memory
        name = memory.name
        volumes = PersonVolumes(controller: controller, memory: memory)
    }

    isolated deinit {
        follower?.cancel()
        meter?.cancel()
        mover?.cancel()
        journey?.cancel()
    }

    // MARK: The window

    /// Makes the window and lets the call show itself in it.
    func open() throws(BuilderError) -> Window {
        let main = try MainWindow(
            send: { [weak self] in self?.perform($0) },
            showPicture: { [weak self] in self?.controller.setVideoSink($1?.sink, for: $0) }
        )
        window = main
        main.form.fill(name: name, server: memory.server)
        main.form.offer(memory.recentRooms)
        applyMemory()
        showSelf(onForm: true)
        followPlugins()
        putRememberedEffectsToUse()
        controller.follow(networkChanges: network.changes)
        follower = Task { [weak self, snapshots = controller.snapshots()] in
            for await snapshot in snapshots { self?.show(snapshot) }
        }
        meter = Task { [weak self] in await self?.measure() }
        listenAtDoors()
        lookAround()
        followMoves()
        main.proposeServer = { [weak self] in self?.knownServers.first?.shortDescription ?? "" }
        // The picture first: what camera and microphone need holds it up.
        main.window.onFirstPicture { [controller] in Task { await controller.startPreview() } }
        return main.window
    }

    /// Puts remembered choices to use.
    func applyMemory() {
        window?.usesSingleKeys = memory.usesSingleKeys
        window?.call.corner = memory.corner
        window?.call.layout = memory.layout
        window?.showsSelf = memory.showsSelf
        controller.setCameraEnabled(memory.isCameraEnabled)
        controller.selectCamera(memory.camera)
        controller.selectMicrophone(memory.microphone)
        controller.selectSpeaker(memory.speaker)
        controller.setAudioProcessing(memory.audioProcessing)
        controller.setVideoCodec(memory.videoCodec)
        controller.network = memory.network
    }

    /// Ends the call and everything it holds.
    func shutDown() async {
        journey?.cancel()
        seatWait?.cancel()
        follower?.cancel()
        await doorwork?.value
        await bellwork?.value
        bell.listen(at: [])
        meter?.cancel()
        finishRememberingEffects()
        volumes.finish()
        await controller.shutDown()
        await host.stop()
        memory.save()
    }

    private func show(_ snapshot: CallSnapshot) {
        let isOnForm = MainWindow.page(for: snapshot.phase) == "form"
        if isOnForm != self.isOnForm { showSelf(onForm: isOnForm) }
        if isOnForm, !self.isOnForm {
            // It was this room that others were to join.
            if invitation.door != .closed { openToNetwork(false) }
        }
        self.isOnForm = isOnForm
        tester.follow(snapshot)
        remember(snapshot)
        volumes.update(snapshot)
        let now = ContinuousClock.now - began
        if let sound = sounds.hear(snapshot, at: now), memory.playsSounds { controller.play(sound) }
        let hasEnded = isOnForm && window?.isInCall == true
        forgetBrokenEffects(snapshot)
        window?.update(snapshot)
        showWatching()
        if hasEnded { sumUp(snapshot) }
        preferences?.update(snapshot)
    }

    /// Our picture is shown in one place at a time.
    private func showSelf(onForm: Bool) {
        guard let window else { return }
        let (fresh, old) =
            onForm ? (window.form.preview, window.call.selfTile) : (window.call.selfTile, window.form.preview)
        old.pane.clear()
        controller.setSelfViewSink(fresh.pane.sink)
    }

    // MARK: Intents

    /// Does what a person or another program asks for.
    func perform(_ intent: Intent) {
        switch intent {
        case .join(let request): travel(to: request, isTest: false)
        case .retry: retry()
        case .testCall: testCall()
        case .leave: controller.leave()
        case .setMicrophone(let isOn): controller.setMicrophoneEnabled(isOn)
        case .setCamera(let isOn):
            memory.isCameraEnabled = isOn
            controller.setCameraEnabled(isOn)
        case .shareScreen(true): controller.shareScreen()
        case .shareScreen(false): controller.stopSharing()
        case .useTrackSink(let id, let isOn): controller.setTrackSink(id, isOn: isOn)
        case .shareAnotherScreen: controller.shareScreen(another: true)
        case .openPreferences: openPreferences()
        case .setVolume(let participant, let volume): volumes.set(volume, for: participant)
        case .showSelf(let isShown):
            memory.showsSelf = isShown
            window?.showsSelf = isShown
        case .forgetEverything: forgetEverything()
        case .moveSelf(let corner): memory.corner = corner
        case .arrange(let layout): memory.layout = layout
        case .openStatistics: toggleStatistics()
        case .playSounds(let isOn): memory.playsSounds = isOn
        case .announceRooms(let isOn): memory.announcesRooms = isOn
        case .useSingleKeys(let isOn):
            memory.usesSingleKeys = isOn
            window?.usesSingleKeys = isOn
        case .selectCamera(let selection):
            memory.camera = selection
            controller.selectCamera(selection)
        case .selectMicrophone(let selection):
            memory.microphone = selection
            controller.selectMicrophone(selection)
        case .selectSpeaker(let selection):
            memory.speaker = selection
            controller.selectSpeaker(selection)
        case .playTestSound: controller.playTestSound()
        case .setAudioProcessing(let processing):
            memory.audioProcessing = processing
            controller.setAudioProcessing(processing)
        case .decide(let request): controller.request(request)
        case .compareWords(let words, let id, let areAlike): controller.compared(words, with: id, areAlike: areAlike)
        case .submit(let line, let id): controller.submit(line, to: id)
        case .setVideoCodec(let codec): use(codec)
        case .setNetwork(let options): use(options)
        case .useEffects(let effects): use(effects)
        case .chooseEffect: chooseEffect()
        case .offerEffect(let path): offerEffect(path)
        case .usePlugin(let module, let isOn): use(module, isOn)
        case .openFolder(let path): openFolder(path)
        case .copyLink: copyLink()
        case .openToNetwork(let isOn): openToNetwork(isOn)
        case .moveRoom(let server): moveRoom(to: server)
        case .rename(let name):
            self.name = name
            memory.name = name
            window?.form.fill(name: name)
        case .remember(let server): memory.server = server
        case .forgetRoom(let room): changeRecentRooms { $0.forget(room) }
        case .forgetRooms: changeRecentRooms { $0 = RecentRooms() }
        case .watch(let room, let isOn): watch(room, isOn)
        case .watchThisRoom(let isOn): watchThisRoom(isOn)
        }
    }

    func changeRecentRooms(_ change: (inout RecentRooms) -> Void) {
        var rooms = memory.recentRooms
        change(&rooms)
        memory.recentRooms = rooms
        window?.form.offer(rooms)
        if rooms.watched != watched { listenAtDoors() }
    }

    /// Once there: a room that could not be entered is none that a person was in.
    private func remember(_ snapshot: CallSnapshot) {
        guard case .joined(let room) = snapshot.phase, let request = journeyEnd, request.room == room else { return }
        // A seat is ours when the server says whose the room is. Seed servers say nothing, and refuse nobody.
        let isCertain = isSeated || snapshot.door.owner != nil || !snapshot.participants.isEmpty
        guard isCertain else { return awaitSeat() }
        journeyEnd = nil
        changeRecentRooms { $0.add(request) }
    }

    private func awaitSeat() {
        guard seatWait == nil else { return }
        seatWait = Task { [weak self] in
            try? await Task.sleep(for: .seconds(2))
            guard let self, !Task.isCancelled else { return }
            self.isSeated = true
            self.remember(self.controller.snapshot)
        }
    }

    func travel(to request: JoinRequest, isTest: Bool) {
        if !isTest { lastRequest = request }
        tester.isWanted(in: isTest ? request.room : nil)
        journeyEnd = isTest || request.isNearby ? nil : request
        seatWait?.cancel()
        (seatWait, isSeated) = (nil, false)
        if invitation.door != .closed { openToNetwork(false) }
        journey?.cancel()
        journey = Task { [weak self, host] in
            do throws(HostingFailure) {
                let server: ServerAddress
                if let wanted = request.wantedServer { server = wanted } else { server = try await host.address() }
                guard !Task.isCancelled, let self else { return }
                let name = self.name.isEmpty ? nil : self.name
                let link = host.knowsKeys ? request.link(at: server) : nil
                self.invitation.entered = link
                var keys = link?.keys
                keys?.isLoose = self.memory.recentRooms.loose.contains(request)
                self.controller.join(room: request.room, server: server, name: name, keys: keys)
            } catch {
                self?.window?.say(UserText.sentence(error))
            }
        }
    }
}
