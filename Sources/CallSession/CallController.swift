// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
public import JoomModel
public import PluginKit

/// The one place where a call's effects happen: between the pure `Call` and the plugins, for a window or a program.
///
/// All inputs become `Call.Event`s of one stream, read by one loop on the main actor. Nothing of ours leaves before
/// `join`, and nothing that goes wrong stops the loop: it becomes a notice, a participant's state or the call's end.
@MainActor
public final class CallController {
    /// What a screen shows; follow it with `snapshots()`.
    public private(set) var snapshot = CallSnapshot()

    private(set) var registry: PluginRegistry
    let environment: CallEnvironment
    var call = Call()
    var server: ServerAddress?
    /// What the others call us.
    private(set) var ownName: String?
    var lastFailure: SignalingFailure?
    var lastMediaError: MediaError?
    var faults: [ParticipantID: MediaError] = [:]
    var notices: [CallSnapshot.Notice] = []

    var channel: (any SignalingChannel)?
    var channelListener: Task<Void, Never>?
    /// A seat at another server that is being taken, and who listens there.
    var move: Move?
    var arrivalListener: Task<Void, Never>?
    /// Servers that are to believe for a moment that we are still there.
    var formerChannels: [any SignalingChannel] = []
    var runners: [LinkID: LinkRunner] = [:]
    var closing: [LinkID: (participant: ParticipantID, task: Task<Void, Never>)] = [:]
    var shown: [ParticipantID: LinkID] = [:]
    var sinks: [ParticipantID: any VideoSink] = [:]
    var audioSinks: [ParticipantID: any AudioSink] = [:]
    /// How loud they are to be, of those whose sound is not as it comes.
    var volumes: [ParticipantID: Double] = [:]
    var timers: [Call.Timer: Task<Void, Never>] = [:]
    var addOnHosts: [String: AddOnHost] = [:]
    /// The connection that carries add-ons' messages to each who can be reached.
    var reachable: [ParticipantID: LinkID] = [:]
    var names: [ParticipantID: String?] = [:]
    var lastEntries: [String: Int] = [:]
    /// Sinks that take the call's tracks, by id.
    var sinkRuns: [String: TrackSinkRun] = [:]
    /// Whether one did in this call, so that those who come back may have to be told otherwise.
    var hasRecorded = false
    /// Those of whom the person was told that they cannot be told.
    var untold: Set<ParticipantID> = []
    /// Who of the others said that they record.
    var recordingPeers: Set<ParticipantID> = []
    /// What the logs were told of who somebody is.
    var told: [ParticipantID: ParticipantTrust] = [:]
    /// Of whom the person was told that there is no codec in common, and for what.
    var codecless: [ParticipantID: Set<EncodedFormat.Kind>] = [:]
    var announcement: Task<Void, Never>?
    var measuring: Task<Void, Never>?
    var keyFrameAsking: Task<Void, Never>?
    /// What the media engine has; asked for once it is loaded, which may take a moment.
    var videoCodecs: [VideoCodec] = [.vp8]
    var hasAnnouncedJoin = false
    var removed: (room: RoomName, server: ServerAddress, peer: PeerID)?

    private let events: AsyncStream<Call.Event>.Continuation
    private var loop: Task<Void, Never>?
    private var observers: [Int: AsyncStream<CallSnapshot>.Continuation] = [:]
    private var logs: [Int: AsyncStream<CallHappening>.Continuation] = [:]
    private var lastObserver = 0
    private var lastNotice = 0
    private var pendingJoin: (room: RoomName, server: ServerAddress, name: String?, keys: RoomKeys?)?
    private var isShutDown = false
    private var networkFollower: Task<Void, Never>?
    var listeners: [ObjectIdentifier: Task<Void, Never>] = [:]
    private(set) lazy var local = LocalMediaDriver(
        media: registry.peerConnections?.localMedia,
        sources: registry.captureSources,
        options: options,
        sleep: environment.sleep
    ) { [weak self] in self?.take($0) }
    var options: CaptureOptions
    /// What is to be known of the network; for connections that are made from now on.
    public var network = NetworkOptions()
    /// The STUN and TURN servers that were said in this call to be of no use.
    var uselessServers: Set<String> = []
    /// In which language four words are shown where the other end shows it as well.
    public var showsKoreanWords: Bool {
        get { call.language == .korean }
        set { call.language = newValue ? .korean : .english }
    }

    /// Brings the parts together; nothing is opened or connected yet.
    ///
    /// - Parameters:
    ///   - registry: what the plugins bring; what is missing is said when it is needed.
    ///   - options: how our own picture and sound are made.
    ///   - environment: chance and time.
    public init(
        registry: PluginRegistry,
        options: CaptureOptions = CaptureOptions(),
        environment: CallEnvironment = .system
    ) {
        self.registry = registry
        self.options = options
        self.environment = environment
        let (stream, continuation) = AsyncStream.makeStream(of: Call.Event.self)
        events = continuation
        loop = Task { [weak self] in
            for await event in stream { self?.process(event) }
        }
        listenToWatchers()
    }

    /// Goes on with what other plugins bring; effects of those that are gone are not in use any more.
    ///
    /// Signalling changes with the next call. Media and devices are those of the beginning.
    public func use(_ registry: PluginRegistry) {
        let (before, watchersBefore) = (self.registry.callAddOns, self.registry.callWatchers)
        self.registry = registry
        listenToWatchers()
        dropUnknownEffects()
        dropUnknownTrackSinks()
        changeAddOns(from: before)
        changeWatchers(from: watchersBefore)
    }

    // MARK: Watching

    /// The snapshot of now and of each change; any number of readers.
    ///
    /// A slow reader gets only the newest.
    public func snapshots() -> AsyncStream<CallSnapshot> {
        let (stream, continuation) = AsyncStream.makeStream(of: CallSnapshot.self, bufferingPolicy: .bufferingNewest(1))
        lastObserver += 1
        let number = lastObserver
        observers[number] = continuation
        continuation.onTermination = { [weak self] _ in Task { await self?.forget(number) } }
        continuation.yield(snapshot)
        return stream
    }

    /// What happens from now on, each once and in order; any number of readers.
    public func happenings() -> AsyncStream<CallHappening> {
        let (stream, continuation) = AsyncStream.makeStream(of: CallHappening.self)
        lastObserver += 1
        let number = lastObserver
        logs[number] = continuation
        continuation.onTermination = { [weak self] _ in Task { await self?.forget(number) } }
        return stream
    }

    // MARK: The call

    /// Enters a room, opening our media if they are not open yet; a call that is on is left first.
    ///
    /// - Parameters:
    ///   - room: the room.
    ///   - server: where it is.
    ///   - name: what the others should call us; nil to stay nameless.
    ///   - keys: what the link's key gives; nil without one.
    public func join(room: RoomName, server: ServerAddress, name: String? = nil, keys: RoomKeys? = nil) {
        guard !isShutDown else { return }
        switch call.phase {
        case .idle, .ended: begin(room, server, name, keys)
        case .joining, .knocking, .joined:
            pendingJoin = (room, server, name, keys)
            leave()
        case .leaving: pendingJoin = (room, server, name, keys)
        }
    }

    /// Leaves the room; our own media stay open for the room form.
    public func leave() {
        post(.user(.leave))
    }

    /// Makes every connection anew, beside the one in use and before that one is missed, when this computer's addresses
    /// change.
    ///
    /// - Parameter changes: the IP addresses that packets can leave from, after each change; a cable that is pulled brings
    ///   several in a row.
    public func follow(networkChanges changes: AsyncStream<Set<String>>) {
        networkFollower?.cancel()
        networkFollower = Task { [weak self, sleep = environment.sleep] in
            for await addresses in changes {
                self?.networkChanged(addresses)
                try? await sleep(.milliseconds(250))
            }
        }
    }

    /// Ends everything: leaves, closes, releases; returns when the network is silent and the devices are free.
    public func shutDown() async {
        guard !isShutDown else { return }
        isShutDown = true
        pendingJoin = nil
        process(.user(.leave))
        for closing in closing.values { await closing.task.value }
        for timer in timers.values { timer.cancel() }
        announcement?.cancel()
        networkFollower?.cancel()
        for listener in listeners.values { listener.cancel() }
        await finishTrackSinks()
        await local.shutDown()
        process(.closedDown)
        stopMeasuring()
        await finishWatchers()
        events.finish()
        for observer in observers.values { observer.finish() }
        for log in logs.values { log.finish() }
    }

    // MARK: Inside

    func post(_ event: Call.Event) { events.yield(event) }

    private func networkChanged(_ addresses: Set<String>) {
        for runner in runners.values { runner.networkChanged(addresses: addresses) }
        channel?.networkChanged(addresses: addresses)
        post(.networkChanged)
    }

    func happened(_ happening: CallHappening) {
        tellWatchers(happening)
        tellAddOns(happening)
        for log in logs.values { log.yield(happening) }
    }

    func notify(_ kind: NoticeKind) {
        lastNotice += 1
        notices.append(CallSnapshot.Notice(id: lastNotice, kind: kind))
        if notices.count > 20 { notices.removeFirst() }
        publish()
    }

    func publish() {
        let fresh = makeSnapshot()
        guard fresh != snapshot else { return }
        snapshot = fresh
        for observer in observers.values { observer.yield(fresh) }
    }

    private func begin(_ room: RoomName, _ server: ServerAddress, _ name: String?, _ keys: RoomKeys?) {
        self.server = server
        ownName = name
        lastFailure = nil
        lastMediaError = nil
        let id = peerID(for: room, server)
        post(.user(.localState(local.state.announced)))
        var joining = JoinOptions(name: name, peerID: id, admission: keys?.admission)
        (joining.seal, joining.isKeyLoose) = (keys?.seal, keys?.isLoose == true)
        // Who knows a server by its certificate alone has it from a link, or found it on the network without one.
        joining.takesKey = keys == nil && server.certificate != nil
        told = [:]
        uselessServers = []
        codecless = [:]
        joining.videoCodecs = learnVideoCodecs()
        post(.user(.join(room, joining)))
        Task { await local.start() }
    }

    private func process(_ event: Call.Event) {
        let before = call
        let effects = call.handle(event, bits: environment.randomBits())
        for effect in effects { run(effect) }
        report(from: before, after: event)
        rememberRemoval(from: before)
        if case .joined = call.phase {
        } else {
            if local.screen != nil { local.stopSharing() }
            stopTrackSinks()
        }
        publish()
        guard case .ended = call.phase, let next = pendingJoin else { return }
        pendingJoin = nil
        begin(next.room, next.server, next.name, next.keys)
    }

    private func take(_ report: LocalMediaDriver.Report) {
        switch report {
        case .changed:
            if local.state.announced != call.localState { post(.user(.localState(local.state.announced))) }
            publish()
        case .notice(let kind):
            notify(kind)
            happened(.problem(kind))
        case .unusable(let error):
            lastMediaError = error
            notify(.media(error))
            happened(.problem(.media(error)))
            post(.mediaUnusable)
        }
    }

    private func forget(_ number: Int) {
        observers[number] = nil
        logs[number] = nil
    }
}
