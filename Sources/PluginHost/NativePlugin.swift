// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import PluginKit

/// A plugin from a shared library, on a queue of its own: what it does there keeps nobody waiting.
@MainActor
final class NativePlugin: CallWatcher {
    /// What it brings, for the registry.
    struct Parts: Plugin, EffectSource {
        let manifest: PluginManifest
        let listings: [EffectListing]
        let watcher: NativePlugin?
        var name: String { manifest.module }

        func effects() -> [EffectListing] { listings }

        func register(in registry: inout PluginRegistry) {
            if !listings.isEmpty { registry.effectSources.append(self) }
            if let watcher { registry.callWatchers.append(watcher) }
        }
    }

    /// How long registering may take.
    static let patience = Duration.seconds(5)
    /// What a plugin asks for is looked at no more often than this: the main thread has other things to do.
    private static let pause = Duration.milliseconds(20)
    /// How many events may wait for a plugin before it counts as blocked.
    static let maximumPending = 64

    nonisolated let requests: AsyncStream<CallRequest>
    private let wishes: AsyncStream<CallRequest>.Continuation
    private let manifest: PluginManifest
    private let queue: DispatchQueue
    private let log: @MainActor (String) -> Void
    private let onFault: @MainActor (PluginFault) -> Void
    private let clock = ContinuousClock()
    private let birth: ContinuousClock.Instant
    private var inbox: NativeInbox?
    private var watcher: NativeWatcher?
    private var listings: [EffectListing] = []
    private var pending = 0
    private var lastDrain: ContinuousClock.Instant
    private var isOpen = true
    private var sayings = Allowance(burst: 3, interval: .seconds(5), now: .zero)
    private var lines = Allowance(burst: 50, interval: .milliseconds(200), now: .zero)
    private var hasDroppedLines = false

    /// Prepares one; nothing of it runs.
    ///
    /// - Parameters:
    ///   - manifest: what it says of itself.
    ///   - log: takes lines.
    ///   - onFault: told once why it is of no use any more.
    init(
        _ manifest: PluginManifest,
        log: @escaping @MainActor (String) -> Void,
        onFault: @escaping @MainActor (PluginFault) -> Void
    ) {
        (self.manifest, self.log, self.onFault) = (manifest, log, onFault)
        queue = DispatchQueue(label: "plugin \(manifest.module)")
        (requests, wishes) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(16))
        birth = clock.now
        lastDrain = birth - Self.pause
    }

    /// Loads the library and lets it register, which keeps the caller waiting for `patience` at most.
    ///
    /// - Parameter path: the library.
    /// - Returns: what it brings.
    /// - Throws: why it cannot be used.
    func start(_ path: String) throws(PluginFault) -> Parts {
        let answer = NativeAnswer()
        launch(path) { answer.give($0) }
        return try conclude(answer.wait(for: .seconds(Int(Self.patience.components.seconds))))
    }

    /// As `start`, while a call goes on: nobody waits.
    ///
    /// - Parameters:
    ///   - path: the library.
    ///   - done: told what it brings, or why it cannot be used; not at all when it was closed meanwhile.
    func start(_ path: String, done: @escaping @MainActor (Result<Parts, PluginFault>) -> Void) {
        let (answers, answer) = AsyncStream<PluginFault?>.makeStream()
        launch(path) {
            answer.yield($0)
            answer.finish()
        }
        let limit = Task {
            try? await Task.sleep(for: Self.patience)
            answer.finish()
        }
        Task { [weak self] in
            var result: PluginFault??
            for await fault in answers { result = .some(fault) }
            limit.cancel()
            guard let self, self.isOpen else { return }
            done(Result { () throws(PluginFault) in try self.conclude(result) })
        }
    }

    /// Runs the library's first code, on its queue.
    private func launch(_ path: String, answer: @escaping @Sendable (PluginFault?) -> Void) {
        let inbox = NativeInbox(path: path, queue: queue) { [weak self] in
            Task { @MainActor in await self?.drainSoon() }
        }
        self.inbox = inbox
        let host = NativeTable.make(inbox)
        queue.async {
            do throws(PluginFault) {
                answer(host.register(try NativeLibrary.load(path)))
            } catch {
                answer(error)
            }
        }
    }

    private func conclude(_ result: PluginFault??) throws(PluginFault) -> Parts {
        inbox?.endRegistering()
        drain()
        switch result {
        case .some(.none): return Parts(manifest: manifest, listings: listings, watcher: watcher == nil ? nil : self)
        case .some(.some(let fault)):
            close()
            throw fault
        case .none:
            close()
            throw .blocked
        }
    }

    var wantsStatistics: Bool { isOpen && watcher?.wantsStatistics == true }

    func watch(_ event: CallEvent) {
        guard isOpen, let watcher else { return }
        guard pending < Self.maximumPending else { return fail(.blocked) }
        pending += 1
        queue.async { [weak self] in
            let words = watcher.tell(event)
            Task { @MainActor in self?.told(words) }
        }
    }

    /// Lets it go: nothing of it is called any more but what frees its data.
    ///
    /// - Returns: runs out when it is free.
    @discardableResult
    func close() -> DispatchGroup {
        let group = DispatchGroup()
        guard isOpen else { return group }
        isOpen = false
        inbox?.close()
        wishes.finish()
        guard let watcher else { return group }
        queue.async(group: group) { _ = watcher.release() }
        return group
    }

    private func told(_ words: String?) {
        pending -= 1
        if let words { fail(.threw(words)) }
    }

    private func fail(_ fault: PluginFault) {
        guard isOpen else { return }
        close()
        onFault(fault)
    }

    private func drainSoon() async {
        let rest = Self.pause - (clock.now - lastDrain)
        if rest > .zero { try? await Task.sleep(for: rest) }
        drain()
    }

    private func drain() {
        lastDrain = clock.now
        for request in inbox?.take() ?? [] {
            switch request {
            case .log(let level, let text): write(level, text)
            case .wish(let wish): ask(for: wish)
            case .watch(let watcher): self.watcher = watcher
            case .effect(let listing):
                listings.removeAll { $0.id == listing.id }
                listings.append(listing)
            case .thrown(let words): fail(.threw(words))
            }
        }
    }

    private var now: Duration { clock.now - birth }

    private func write(_ level: Int32, _ text: String) {
        guard lines.take(at: now) else {
            if !hasDroppedLines { log("\(manifest.module): it writes too much; lines are left out from here on") }
            hasDroppedLines = true
            return
        }
        hasDroppedLines = false
        let word = level >= 2 ? "error: " : level == 1 ? "warning: " : ""
        log("\(manifest.module): \(word)\(PlainLine.of(text))")
    }

    private func ask(for wish: CallRequest.Wish) {
        guard case .say(let text) = wish else {
            wishes.yield(CallRequest(plugin: manifest.name, wish: wish))
            return
        }
        guard sayings.take(at: now) else { return }
        wishes.yield(CallRequest(plugin: manifest.name, wish: .say(LocalText(PlainLine.of(text.plain)))))
    }
}
