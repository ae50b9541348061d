// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import PluginKit
import TestSupport
import Testing

/// Plugins that follow the call and take part in it.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct WatcherTests {
    private final class Watcher: CallWatcher {
        nonisolated let requests: AsyncStream<CallRequest>
        private let continuation: AsyncStream<CallRequest>.Continuation
        var events: [CallEvent] = []
        let wantsStatistics: Bool
        var isFinished = false

        init(wantsStatistics: Bool = false) {
            self.wantsStatistics = wantsStatistics
            (requests, continuation) = AsyncStream.makeStream()
        }

        func finish() async { isFinished = true }

        /// What was measured, oldest first.
        var measured: [[PeerStatistics]] { events.compactMap { if case .measured(let all) = $0 { all } else { nil } } }

        func watch(_ event: CallEvent) { events.append(event) }

        func ask(_ wish: CallRequest.Wish) {
            continuation.yield(CallRequest(plugin: LocalText("Watcher"), wish: wish))
        }
    }

    /// Writes down what it is told.
    private final class AddOn: CallAddOn {
        let id = "diary"
        var told: [String] = []
        var panel: AddOnPanel? {
            AddOnPanel(title: LocalText("Diary"), icon: "x", prompt: LocalText("x"), entries: [])
        }

        func began(_ call: any AddOnCall) { told.append("began") }
        func ended() { told.append("ended") }
        func came(_ peer: AddOnPeer) { told.append("came \(peer.name ?? "")") }
        func reached(_ peer: AddOnPeer) { told.append("reached") }
        func went(_ peer: AddOnPeer) { told.append("went") }
        func received(_ body: String, from peer: AddOnPeer) { told.append("received") }
        func submitted(_ line: String) { told.append(line) }
    }

    private struct Part: Plugin {
        let name: String
        var watcher: Watcher?
        var addOn: AddOn?
        var effects: [EffectListing] = []

        func register(in registry: inout PluginRegistry) {
            if let watcher { registry.callWatchers.append(watcher) }
            if let addOn { registry.callAddOns.append(addOn) }
            if !effects.isEmpty { registry.effectSources.append(Effects(listings: effects)) }
        }
    }

    private struct Effects: EffectSource {
        let listings: [EffectListing]
        func effects() -> [EffectListing] { listings }
    }

    private static func request(_ wish: CallRequest.Wish) -> CallRequest {
        CallRequest(plugin: LocalText("Watcher"), wish: wish)
    }

    /// Ada with a plugin, and Bob without.
    private func pair(_ part: Part) -> (Stage, Stage, PluginRegistry) {
        let signaling = InMemorySignaling()
        let (ada, bob) = (Stage(signaling, seed: 1), Stage(signaling, seed: 2))
        let given = Given(signaling: signaling, factory: ada.factory, devices: ada.devices)
        let registry = PluginRegistry([given, part])
        ada.controller.use(registry)
        return (ada, bob, registry)
    }

    @Test func itHearsTheCallFromBeginningToEnd() async throws {
        let watcher = Watcher()
        let (ada, bob, _) = pair(Part(name: "watcher", watcher: watcher))
        try ada.join()
        await ada.until { if case .joined = $0.phase { true } else { false } }
        try bob.join(name: "Bob")
        let connection = try await ada.negotiated()
        for state in [PeerConnectionState.connecting, .connected] { connection.emit(.stateChanged(state)) }
        await ada.eventually { watcher.events.count == 3 }
        bob.controller.leave()
        await ada.eventually { watcher.events.count == 4 }
        ada.controller.leave()
        await ada.eventually { watcher.events.count == 5 }
        let kitchen = try RoomName("kitchen")
        guard case .came(let peer, "Bob") = watcher.events[1] else {
            Issue.record("\(watcher.events)")
            return
        }
        #expect(watcher.events == [.joined(kitchen), .came(peer, name: "Bob"), .connected(peer), .went(peer), .ended])
        await ada.controller.shutDown()
        await bob.controller.shutDown()
    }

    @Test func whatIsMeasuredIsForThoseWhoWantItAndOnlyInACall() async throws {
        let (keen, other) = (Watcher(wantsStatistics: true), Watcher())
        var (ada, bob, registry) = pair(Part(name: "keen", watcher: keen))
        registry.load(Part(name: "other", watcher: other))
        ada.controller.use(registry)
        for _ in 0..<3_000 { ada.clock.advance(by: .milliseconds(1)) }
        try ada.join()
        await ada.eventuallyAsTimePasses { !keen.measured.isEmpty }
        #expect(keen.events.first == .joined(try RoomName("kitchen")))
        #expect(keen.measured == [[]], "nobody else is there yet")
        try bob.join(name: "Bob")
        let connection = try await ada.negotiated()
        connection.emit(.stateChanged(.connected))
        await ada.eventuallyAsTimePasses { keen.measured.last?.isEmpty == false }
        let figures = try #require(keen.measured.last?.first)
        #expect(figures.peer.name == "Bob" && figures.statistics.framesDecoded == 1)
        ada.controller.leave()
        await ada.eventually { keen.events.last == .ended }
        let count = keen.events.count
        for _ in 0..<3_000 {
            ada.clock.advance(by: .milliseconds(1))
            await Task.yield()
        }
        #expect(keen.events.count == count)
        #expect(other.measured.isEmpty && !other.events.isEmpty)
        #expect(!keen.isFinished)
        await ada.controller.shutDown()
        #expect(keen.isFinished)
        await bob.controller.shutDown()
    }

    @Test func oneThatComesIntoACallFindsItAsItIsAndForOneThatGoesItIsOver() async throws {
        let watcher = Watcher(wantsStatistics: true)
        let part = Part(name: "watcher", watcher: watcher)
        var (ada, bob, registry) = pair(part)
        registry.unload("watcher")
        ada.controller.use(registry)
        try ada.join()
        await ada.until { if case .joined = $0.phase { true } else { false } }
        try bob.join(name: "Bob")
        let connection = try await ada.negotiated()
        connection.emit(.stateChanged(.connected))
        await ada.until { $0.participants.first?.connection == .connected }
        #expect(watcher.events.isEmpty)
        registry.load(part)
        ada.controller.use(registry)
        guard case .came(let peer, "Bob")? = watcher.events.dropFirst().first else {
            Issue.record("\(watcher.events)")
            return
        }
        #expect(watcher.events == [.joined(try RoomName("kitchen")), .came(peer, name: "Bob"), .connected(peer)])
        await ada.eventuallyAsTimePasses { !watcher.measured.isEmpty }
        registry.unload("watcher")
        ada.controller.use(registry)
        #expect(watcher.events.last == .ended)
        let count = watcher.events.count
        for _ in 0..<3_000 {
            ada.clock.advance(by: .milliseconds(1))
            await Task.yield()
        }
        #expect(watcher.events.count == count)
        await ada.controller.shutDown()
        await bob.controller.shutDown()
    }

    @Test func whatItAsksForIsDoneAndTold() async throws {
        let watcher = Watcher()
        let (ada, _, _) = pair(Part(name: "watcher", watcher: watcher))
        watcher.ask(.microphone(false))
        watcher.ask(.microphone(false))
        watcher.ask(.say(LocalText("hello")))
        watcher.ask(.camera(false))
        watcher.ask(.leave)
        await ada.until { $0.notices.count >= 3 }
        let told = ada.controller.snapshot.notices.map(\.kind)
        let wishes: [CallRequest.Wish] = [.microphone(false), .say(LocalText("hello")), .camera(false)]
        #expect(told == wishes.map { .plugin(CallRequest(plugin: LocalText("Watcher"), wish: $0)) })
        #expect(!ada.controller.snapshot.isMicrophoneEnabled && !ada.controller.snapshot.isCameraEnabled)
        try ada.join()
        await ada.until { if case .joined = $0.phase { true } else { false } }
        watcher.ask(.leave)
        await ada.until { $0.phase == .ended(.left) }
        // It has left, and says so once.
        watcher.ask(.leave)
        watcher.ask(.say(LocalText("bye")))
        await ada.until { $0.notices.count >= 5 }
        #expect(ada.controller.snapshot.notices.count(where: { $0.kind == .plugin(Self.request(.leave)) }) == 1)
        await ada.controller.shutDown()
    }

    @Test func anAddOnThatComesIntoACallFindsItAsItIs() async throws {
        let addOn = AddOn()
        let part = Part(name: "diary", addOn: addOn)
        var (ada, bob, registry) = pair(part)
        registry.unload("diary")
        ada.controller.use(registry)
        try ada.join()
        await ada.until { if case .joined = $0.phase { true } else { false } }
        try bob.join(name: "Bob")
        await ada.until { !$0.participants.isEmpty }
        #expect(addOn.told == [])
        registry.load(part)
        ada.controller.use(registry)
        #expect(addOn.told == ["began", "came Bob"])
        #expect(ada.controller.snapshot.panels.map(\.id) == ["diary"])
        ada.controller.use(registry)
        registry.unload("diary")
        ada.controller.use(registry)
        #expect(addOn.told == ["began", "came Bob", "ended"])
        #expect(ada.controller.snapshot.panels.isEmpty)
        ada.controller.leave()
        await ada.until { $0.phase == .ended(.left) }
        #expect(addOn.told.count == 3)
    }

    @Test func oneThatIsGoneIsNotHeardAnyMore() async throws {
        let watcher = Watcher()
        let text = "[Effect]\nName=x\nKind=video\nApiVersion=1\nPipeline=videobalance"
        let effect = try Effect(parsing: Array(text.utf8))
        let listing = EffectListing(id: "x", path: "", content: .success(effect))
        var (ada, _, registry) = pair(Part(name: "watcher", watcher: watcher, effects: [listing]))
        ada.controller.setEffects([EffectSetting(id: "x", effect: effect)])
        await ada.until { !$0.effects.isEmpty }
        registry.unload("watcher")
        ada.controller.use(registry)
        await ada.until { $0.effects.isEmpty }
        watcher.ask(.say(LocalText("still here")))
        try ada.join()
        await ada.until { $0.phase != .idle }
        await ada.controller.shutDown()
        #expect(watcher.events.isEmpty)
        #expect(!ada.controller.snapshot.notices.contains { if case .plugin = $0.kind { true } else { false } })
    }
}

/// What a stage has already, as a plugin.
private struct Given: Plugin {
    let name = "stage"
    let signaling: InMemorySignaling
    let factory: FakePeerConnectionFactory
    let devices: FakeDevices

    func register(in registry: inout PluginRegistry) {
        registry.signaling = signaling
        registry.peerConnections = factory
        registry.captureSources = [devices]
    }
}
