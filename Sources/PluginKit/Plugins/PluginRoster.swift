// SPDX-License-Identifier: GPL-3.0-or-later

/// Which plugins there are, in the order in which they are loaded, and what has become of each.
///
/// A state machine: whoever runs it asks for the next step until there is none, takes it, and tells what failed.
public struct PluginRoster: Hashable, Sendable {
    /// What to do.
    public enum Step: Hashable, Sendable {
        /// Bring what it has; `fail` when that does not work.
        case load(String)
        /// Take away what it brought.
        case unload(String)
    }

    /// How a start was asked for.
    public enum Mode: Hashable, Sendable {
        /// As a person chose.
        case chosen
        /// Without any library.
        case safe
        /// Exactly these.
        case only([String])
    }

    /// In the order of loading, each after those that it needs; then those with faults in their manifests.
    public private(set) var listings: [PluginListing] = []
    private let mode: Mode
    private var isRunning = false

    /// Resolves duplicates and dependencies.
    ///
    /// - Parameters:
    ///   - candidates: in the order in which they were found; of two with one module the first counts.
    ///   - choices: what a person decided.
    ///   - mode: how this start was asked for.
    public init(_ candidates: [PluginCandidate], choices: PluginChoices, mode: Mode = .chosen) {
        self.mode = mode
        var first: [String: PluginCandidate] = [:]
        var sorted: [PluginListing] = []
        var faulty: [PluginListing] = []
        for candidate in candidates {
            switch candidate.content {
            case .failure(let error):
                let path = candidate.path ?? ""
                let state = PluginState.failed(.manifest(error))
                faulty.append(PluginListing(id: path, manifest: nil, path: path, isOn: false, state: state))
            case .success(let manifest):
                if let used = first[manifest.module] {
                    let state = PluginState.failed(.duplicate(of: used.path ?? "Joom"))
                    let id = candidate.path ?? manifest.module
                    faulty.append(
                        PluginListing(id: id, manifest: manifest, path: candidate.path, isOn: false, state: state)
                    )
                } else {
                    first[manifest.module] = candidate
                    sorted.append(Self.listing(manifest, candidate, choices, mode))
                }
            }
        }
        listings = Self.ordered(sorted) + faulty
    }

    /// Takes new decisions; `next` brings about what follows from them.
    public mutating func apply(_ choices: PluginChoices, standard: Set<String>) {
        for index in listings.indices {
            guard listings[index].canChange, let manifest = listings[index].manifest else { continue }
            let candidate = PluginCandidate(
                content: .success(manifest),
                path: listings[index].path,
                isStandard: standard.contains(manifest.module)
            )
            let fresh = Self.listing(manifest, candidate, choices, mode)
            let wasOn = listings[index].isOn
            listings[index].isOn = fresh.isOn
            guard listings[index].state != .loaded else { continue }
            switch listings[index].state {
            case .failed where fresh.isOn && wasOn && !Self.isAboutOthers(listings[index].state): continue
            case .failed(.cycle): continue
            case .loaded, .untried, .off, .failed, .needsNewerJoom: listings[index].state = fresh.state
            }
            let waits = isRunning && fresh.state == .untried && listings[index].path == nil && !manifest.changesAtOnce
            if waits { listings[index].state = .off(.untilNextStart) }
        }
    }

    /// The next thing to do; nil when everything is as it should be.
    ///
    /// After the first nil the program runs: from then on only what can change at once does.
    public mutating func next() -> Step? {
        let staying = staying
        for index in listings.indices.reversed() where listings[index].state == .loaded {
            let listing = listings[index]
            guard !staying.contains(listing.id) else { continue }
            let missing = listing.manifest?.depends.first { !staying.contains($0) }
            listings[index].state = listing.isOn ? .failed(.unused(missing ?? listing.id)) : .off(.chosen)
            return .unload(listing.id)
        }
        for index in listings.indices where listings[index].state == .untried {
            guard let missing = unmet(listings[index]) else {
                listings[index].state = .loaded
                return .load(listings[index].id)
            }
            let isThere = listings.contains { $0.id == missing }
            listings[index].state = .failed(isThere ? .unused(missing) : .missing(missing))
        }
        isRunning = true
        return nil
    }

    /// Tells that a step did not work, or that one in use is of no use any more; `next` takes what it brought away.
    public mutating func fail(_ module: String, _ fault: PluginFault) {
        guard let index = listings.firstIndex(where: { $0.id == module }) else { return }
        listings[index].state = .failed(fault)
    }

    /// Those in use that will be; each comes after those that it needs.
    private var staying: Set<String> {
        var staying: Set<String> = []
        for listing in listings where listing.state == .loaded {
            let isWanted = listing.isOn && (listing.manifest?.depends ?? []).allSatisfy(staying.contains)
            if isWanted || !canUnload(listing) { staying.insert(listing.id) }
        }
        return staying
    }

    private func canUnload(_ listing: PluginListing) -> Bool {
        guard isRunning, let manifest = listing.manifest else { return true }
        return listing.path != nil || manifest.changesAtOnce
    }

    /// The first one that it needs and that is not in use.
    private func unmet(_ listing: PluginListing) -> String? {
        listing.manifest?.depends.first { module in
            !listings.contains { $0.id == module && $0.state == .loaded }
        }
    }

    private static func isAboutOthers(_ state: PluginState) -> Bool {
        switch state {
        case .failed(.missing), .failed(.unused): true
        case .loaded, .untried, .off, .needsNewerJoom, .failed: false
        }
    }

    private static func listing(
        _ manifest: PluginManifest,
        _ candidate: PluginCandidate,
        _ choices: PluginChoices,
        _ mode: Mode
    ) -> PluginListing {
        let module = manifest.module
        let hasCrashed = candidate.path != nil && choices.crashed.contains(module)
        let wanted = choices.on.contains(module) || (candidate.isStandard && !choices.off.contains(module))
        let isOn: Bool
        var state: PluginState
        switch mode {
        case .chosen, .safe: isOn = wanted && !hasCrashed
        case .only(let modules): isOn = modules.contains(module)
        }
        if isOn {
            state = mode == .safe && candidate.path != nil ? .off(.safeMode) : .untried
        } else if hasCrashed {
            state = .off(.broughtStartDown)
        } else {
            state = .off(choices.off.contains(module) ? .chosen : .notChosen)
        }
        if manifest.needsNewerJoom { state = .needsNewerJoom(api: manifest.api) }
        return PluginListing(id: module, manifest: manifest, path: candidate.path, isOn: isOn, state: state)
    }

    /// Each after those that it needs, and otherwise as found; those that need themselves have failed.
    private static func ordered(_ listings: [PluginListing]) -> [PluginListing] {
        var result: [PluginListing] = []
        var placed: Set<String> = []
        var places: [String: Int] = [:]
        var loops: [Set<String>] = []
        for (place, listing) in listings.enumerated() { places[listing.id] = place }
        // An explicit stack: a chain of a thousand plugins is somebody's joke, and no reason to end.
        for listing in listings {
            var stack: [(id: String, rest: [String])] = [(listing.id, listing.manifest?.depends ?? [])]
            while let top = stack.last {
                let isDone = placed.contains(top.id)
                guard !isDone, let dependency = top.rest.first else {
                    if placed.insert(top.id).inserted, let place = places[top.id] { result.append(listings[place]) }
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].rest.removeFirst()
                if let start = stack.firstIndex(where: { $0.id == dependency }) {
                    let loop = Set(stack[start...].map(\.id))
                    // Two that share a plugin are one.
                    let shared = loops.filter { !$0.isDisjoint(with: loop) }
                    loops.removeAll { !$0.isDisjoint(with: loop) }
                    loops.append(shared.reduce(loop) { $0.union($1) })
                } else if let place = places[dependency], !placed.contains(dependency) {
                    stack.append((dependency, listings[place].manifest?.depends ?? []))
                }
            }
        }
        for index in result.indices {
            guard let loop = loops.first(where: { $0.contains(result[index].id) }) else { continue }
            result[index].state = .failed(.cycle(listings.map(\.id).filter(loop.contains)))
        }
        return result
    }
}
