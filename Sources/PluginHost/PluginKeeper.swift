// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
public import PluginKit

/// Finds plugins, loads those that are wanted, and keeps them.
@MainActor
public final class PluginKeeper: PluginKeeping {
    /// A plugin that is part of the program.
    public struct BuiltIn: Sendable {
        let plugin: any Plugin
        let isStandard: Bool

        /// Takes one.
        ///
        /// - Parameters:
        ///   - plugin: not registered yet.
        ///   - isStandard: on unless a person switches it off.
        public init(_ plugin: any Plugin, isStandard: Bool) {
            (self.plugin, self.isStandard) = (plugin, isStandard)
        }
    }

    /// Where things are.
    public struct Places: Sendable {
        /// Folders with manifests, first to last.
        public var folders: [String]
        /// What a person decided.
        public var choices: ChoicesFile
        /// For markers of starts.
        public var state: String

        /// Names them.
        public init(folders: [String], choices: ChoicesFile, state: String) {
            (self.folders, self.choices, self.state) = (folders, choices, state)
        }

        /// The person's and the system's.
        public static var standard: Places {
            Places(folders: PluginFolders.standard, choices: .standard, state: StartMarker.standardFolder)
        }
    }

    /// What those in use bring.
    public private(set) var registry = PluginRegistry()
    /// All that were found, in the order of loading.
    public var listings: [PluginListing] { roster.listings }
    /// Hears of a plugin that failed while it was in use, after its parts were taken away.
    public var onFailure: (@MainActor (PluginListing) -> Void)?
    /// Hears that one is ready that was switched on while the program runs.
    public var onChange: (@MainActor () -> Void)?
    /// Those that are off because the program did not come through an earlier start with them, as this one found out.
    public private(set) var broughtDown: [PluginListing] = []
    /// Whether this start does without all that was added, effects in use included.
    public let isSafe: Bool
    /// How long after loading an end of the program counts as the plugins' doing.
    private static let trial = Duration.seconds(5)
    private let builtIns: [BuiltIn]
    private let places: Places
    private let log: @MainActor (String) -> Void
    private var choices: PluginChoices
    private var roster: PluginRoster
    private var natives: [String: NativePlugin] = [:]
    private let marker: StartMarker
    /// Libraries that were begun with since the marker was written, and those that it names.
    private var (fresh, onTrial): (Set<String>, Set<String>) = ([], [])
    private var isRunning = false
    private var markerEnd: Task<Void, Never>?

    /// Finds plugins and loads those that are wanted.
    ///
    /// - Parameters:
    ///   - builtIns: parts of the program, in the order in which they are loaded.
    ///   - mode: how this start was asked for.
    ///   - places: where things are.
    ///   - log: takes lines of plugins and about them.
    public init(
        _ builtIns: [BuiltIn],
        mode: PluginRoster.Mode = .chosen,
        places: Places = .standard,
        log: @escaping @MainActor (String) -> Void
    ) {
        (self.builtIns, self.places, self.log, isSafe) = (builtIns, places, log, mode == .safe)
        let crashed = StartMarker.recover(in: places.state)
        var choices = places.choices.read()
        if !crashed.isEmpty {
            choices.note(crashed: crashed)
            _ = try? places.choices.change { $0.note(crashed: crashed) }
        }
        self.choices = choices
        roster = PluginRoster(Self.candidates(builtIns, places), choices: choices, mode: mode)
        marker = StartMarker(folder: places.state)
        settle()
        isRunning = true
        broughtDown = listings.filter { crashed.contains($0.id) && $0.state == .off(.broughtStartDown) }
        for listing in listings { report(listing) }
    }

    isolated deinit { markerEnd?.cancel() }

    /// What there is, as a start would find it; nothing is loaded.
    public nonisolated static func survey(_ builtIns: [BuiltIn], places: Places = .standard) -> PluginRoster {
        PluginRoster(candidates(builtIns, places), choices: places.choices.read())
    }

    /// Loads one plugin and lets it go again.
    ///
    /// - Parameters:
    ///   - manifest: its manifest's file.
    ///   - log: takes its lines.
    /// - Returns: what came of it.
    public static func tryOut(_ manifest: String, log: @escaping @MainActor (String) -> Void) -> PluginState {
        switch PluginFolders.read(manifest).content {
        case .failure(let error): return .failed(.manifest(error))
        case .success(let content):
            let native = NativePlugin(content, log: log) { _ in }
            do throws(PluginFault) {
                _ = try native.start(PluginFolders.library(of: content.module, beside: manifest))
                _ = native.close().wait(timeout: .now() + .seconds(1))
                return .loaded
            } catch {
                return .failed(error)
            }
        }
    }

    /// Switches one on or off, and remembers it.
    ///
    /// - Parameters:
    ///   - module: which.
    ///   - isOn: whether it is to be used.
    /// - Returns: false when it could not be remembered, and holds for this start only.
    public func set(_ module: String, on isOn: Bool) -> Bool {
        choices.set(module, on: isOn)
        roster.apply(choices, standard: Set(builtIns.filter(\.isStandard).map(\.plugin.name)))
        settle()
        return (try? places.choices.change { $0.set(module, on: isOn) }) != nil
    }

    /// Lets libraries go before the program ends.
    public func close() {
        markerEnd?.cancel()
        onTrial = []
        let groups = natives.values.map { $0.close() }
        natives = [:]
        let deadline = DispatchTime.now() + .milliseconds(500)
        for group in groups { _ = group.wait(timeout: deadline) }
        marker.remove()
    }

    private nonisolated static func candidates(_ builtIns: [BuiltIn], _ places: Places) -> [PluginCandidate] {
        builtIns.map {
            PluginCandidate(content: .success($0.plugin.manifest), path: nil, isStandard: $0.isStandard)
        } + PluginFolders.candidates(in: places.folders)
    }

    private func settle() {
        while let step = roster.next() {
            switch step {
            case .load(let module): load(module)
            case .unload(let module):
                registry.unload(module)
                natives.removeValue(forKey: module)?.close()
            }
        }
        guard !fresh.isEmpty else { return }
        onTrial.formUnion(fresh)
        fresh = []
        marker.write(onTrial.sorted())
        markerEnd?.cancel()
        markerEnd = Task { [weak self] in
            try? await Task.sleep(for: Self.trial)
            guard let self, !Task.isCancelled else { return }
            self.onTrial = []
            self.marker.remove()
        }
    }

    private func load(_ module: String) {
        if let builtIn = builtIns.first(where: { $0.plugin.name == module }) {
            return registry.load(builtIn.plugin)
        }
        guard let listing = listings.first(where: { $0.id == module }), let manifest = listing.manifest,
            let path = listing.path
        else { return }
        fresh.insert(module)
        // At a start one after the other, so that it is known which one is to blame.
        if !isRunning { marker.write([module]) }
        let native = NativePlugin(manifest, log: log) { [weak self] in self?.broke(module, $0) }
        natives[module] = native
        let library = PluginFolders.library(of: module, beside: path)
        guard !isRunning else {
            return native.start(library) { [weak self] in self?.started(module, native, $0) }
        }
        do throws(PluginFault) {
            let parts = try native.start(library)
            // What it threw meanwhile has been dealt with.
            if natives[module] != nil { registry.load(parts) }
        } catch {
            natives[module] = nil
            roster.fail(module, error)
        }
    }

    /// One that was switched on while the program runs is ready, or is not going to be.
    private func started(
        _ module: String,
        _ native: NativePlugin,
        _ result: Result<NativePlugin.Parts, PluginFault>
    ) {
        guard natives[module] === native else { return }
        switch result {
        case .success(let parts):
            registry.load(parts)
            onChange?()
        case .failure(let fault): broke(module, fault)
        }
    }

    /// One that is in use is of no use any more.
    private func broke(_ module: String, _ fault: PluginFault) {
        guard natives.removeValue(forKey: module) != nil else { return }
        roster.fail(module, fault)
        registry.unload(module)
        settle()
        guard let listing = listings.first(where: { $0.id == module }) else { return }
        report(listing)
        onFailure?(listing)
    }

    private func report(_ listing: PluginListing) {
        guard case .failed(let fault) = listing.state else { return }
        log("\(listing.id): \(fault)")
    }
}
