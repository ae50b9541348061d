// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import PluginKit
import Synchronization

/// Effects between two pads of the running pipeline; what is before and behind never notices that they come and go.
@MediaActor
final class EffectChain {
    private struct Stage {
        let setting: EffectSetting
        let bin: Element
        let filters: [Element]
    }

    private let kind: Effect.Kind
    private let root: Element
    private let upstream: Pad
    private let downstream: Pad
    private let frame: (before: String, after: String)
    private let limit: UInt64
    private let tooSlow: @Sendable (String) -> Void
    private var stages: [Stage] = []
    private static var made = 0

    /// Takes charge of the link between two pads.
    ///
    /// - Parameters:
    ///   - kind: what flows there.
    ///   - root: the pipeline.
    ///   - upstream: an output.
    ///   - downstream: the input that it is linked to.
    ///   - frame: what makes any form of picture or sound of ours, and ours again of any.
    ///   - limit: ns that an effect may take for each picture or piece of sound.
    ///   - tooSlow: hears which effect took more for too long, on the thread that carries it.
    init(
        _ kind: Effect.Kind,
        root: Element,
        upstream: Pad,
        downstream: Pad,
        frame: (before: String, after: String),
        limit: UInt64,
        tooSlow: @escaping @Sendable (String) -> Void
    ) {
        (self.kind, self.root, self.upstream, self.downstream) = (kind, root, upstream, downstream)
        (self.frame, self.limit, self.tooSlow) = (frame, limit, tooSlow)
    }

    /// Which effect a message's path leads to.
    func owner(ofPath path: String) -> String? {
        stages.first { path.contains("/GstBin:\($0.bin.name)/") }?.setting.id
    }

    /// Puts effects to use, in order, in place of those before.
    ///
    /// - Returns: false where the same filters go on, with other values.
    /// - Throws: what cannot be built; those before stay.
    func use(_ settings: [EffectSetting]) throws(MediaError) -> Bool {
        let wanted = settings.filter { $0.effect.kind == kind }
        guard wanted.map(\.id) != stages.map(\.setting.id) || wanted.map(\.effect) != stages.map(\.setting.effect)
        else {
            change(to: wanted)
            return false
        }
        var fresh: [Stage] = []
        for setting in wanted { fresh.append(try build(setting)) }
        let (old, upstream, downstream, root) = (stages.map(\.bin), upstream, downstream, root)
        let bins = fresh.map(\.bin)
        stages = fresh
        upstream.onceIdle { Self.exchange(old, for: bins, between: upstream, and: downstream, in: root) }
        return true
    }

    /// Changes what may be changed while they run.
    private func change(to settings: [EffectSetting]) {
        for (index, setting) in settings.enumerated() {
            let stage = stages[index]
            for parameter in setting.effect.parameters
            where stage.setting.values[parameter.id] != setting.values[parameter.id] {
                stage.filters[parameter.element].set(
                    parameter.property,
                    text: parameter.text(for: setting.values[parameter.id])
                )
            }
            stages[index] = Stage(setting: setting, bin: stage.bin, filters: stage.filters)
        }
    }

    /// The first of some effects that cannot be built.
    func culprit(of settings: [EffectSetting]) -> String? {
        settings.first { $0.effect.kind == kind && (try? build($0)) == nil }?.id
    }

    private func build(_ setting: EffectSetting) throws(MediaError) -> Stage {
        for element in setting.effect.elements where !GStreamerLibrary.hasElement(element.factory) {
            let package = EffectElements.packages(kind)[element.factory] ?? "gstreamer1.0-plugins-bad"
            throw .missingElement(name: element.factory, package: package)
        }
        Self.made += 1
        let number = Self.made
        // The values were checked by the parser: nothing in them ends a quotation.
        let filters = setting.effect.elements.enumerated().map { index, element in
            "\(element.factory) name=effect-\(number)-\(index) "
                + element.properties.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: " ")
        }
        // An effect that breaks costs its own pictures only.
        let graph = "errorignore convert-to=ok ! \(frame.before) ! \(filters.joined(separator: " ! ")) ! \(frame.after)"
        let bin = try Element(bin: graph, name: "effect-\(kind.rawValue)-\(number)")
        var parts: [Element] = []
        for index in filters.indices { parts.append(try bin.child("effect-\(number)-\(index)")) }
        for parameter in setting.effect.parameters {
            parts[parameter.element].set(parameter.property, text: parameter.text(for: setting.values[parameter.id]))
        }
        try watch(bin, id: setting.id)
        return Stage(setting: setting, bin: bin, filters: parts)
    }

    /// Filters without threads of their own: what goes in comes out before the next may come.
    private func watch(_ bin: Element, id: String) throws(MediaError) {
        let (meter, tooSlow) = (BudgetMeter(limit: limit), tooSlow)
        try bin.pad("sink").onBuffer { _ in
            meter.begin(at: GStreamerLibrary.now)
            return true
        }
        try bin.pad("src").onBuffer { _ in
            if meter.end(at: GStreamerLibrary.now) { tooSlow(id) }
            return true
        }
    }

    /// While nothing flows.
    private nonisolated static func exchange(
        _ old: [Element],
        for fresh: [Element],
        between upstream: Pad,
        and downstream: Pad,
        in root: Element
    ) {
        upstream.unlink()
        downstream.unlink()
        for bin in old {
            bin.setState(.null)
            root.remove(bin)
        }
        var output = upstream
        for bin in fresh {
            guard (try? root.add(bin)) != nil, let (sink, source) = try? (bin.pad("sink"), bin.pad("src")),
                (try? output.link(to: sink)) != nil
            else { continue }
            try? bin.followParent()
            output = source
        }
        try? output.link(to: downstream)
    }
}

/// Measures on the thread that carries pictures or sound.
private final class BudgetMeter: Sendable {
    private let state: Mutex<(began: UInt64?, budget: TimeBudget)>

    init(limit: UInt64) { state = Mutex((nil, TimeBudget(limit: limit))) }

    func begin(at now: UInt64) { state.withLock { $0.began = now } }

    func end(at now: UInt64) -> Bool {
        state.withLock { state in
            guard let began = state.began else { return false }
            state.began = nil
            return state.budget.spend(now &- began, at: now)
        }
    }
}
