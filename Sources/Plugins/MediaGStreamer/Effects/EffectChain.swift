// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// Effects between two pads of the running pipeline; what is before and behind never notices that they come and go.
@MediaActor
final class EffectChain {
    private struct Stage {
        let setting: EffectSetting
        let bin: Element
        let filters: [Element]
        let meter: EffectMeter
    }

    private let kind: Effect.Kind
    private let root: Element
    private let upstream: Pad
    private let downstream: Pad
    private let frame: (before: String, after: String)
    private let limit: UInt64
    private let ended: @Sendable (String, EffectEnd) -> Void
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
    ///   - ended: hears which effect is to be taken out and why, on the thread that carries it.
    init(
        _ kind: Effect.Kind,
        root: Element,
        upstream: Pad,
        downstream: Pad,
        frame: (before: String, after: String),
        limit: UInt64,
        ended: @escaping @Sendable (String, EffectEnd) -> Void
    ) {
        (self.kind, self.root, self.upstream, self.downstream) = (kind, root, upstream, downstream)
        (self.frame, self.limit, self.ended) = (frame, limit, ended)
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
        let (old, upstream, downstream, root, ended) = (stages.map(\.bin), upstream, downstream, root, ended)
        let (bins, ids) = (fresh.map(\.bin), fresh.map(\.setting.id))
        stages = fresh
        upstream.onceIdle {
            for index in Self.exchange(old, for: bins, between: upstream, and: downstream, in: root) {
                ended(ids[index], .failed(.engine("it takes no picture or sound of ours")))
            }
        }
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
            stages[index] = Stage(setting: setting, bin: stage.bin, filters: stage.filters, meter: stage.meter)
        }
    }

    /// The first effect in which a picture or piece of sound is stuck: it would be heard of only when that comes out.
    func stuck(at now: UInt64) -> String? {
        stages.first { stage in
            // One that keeps some back, such as the last piece before a pause, is not.
            stage.meter.isStuck(at: now) && (try? stage.bin.pad("sink").isBusy) == true
        }?.setting.id
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
        let filters = setting.effect.elements.enumerated().map { EffectFilter.text($1, name: "effect-\(number)-\($0)") }
        // An effect that breaks, or says that it is at its end, costs its own pictures only.
        let graph = """
            errorignore ignore-eos=true convert-to=ok ! \(frame.before) ! \(filters.joined(separator: " ! ")) ! \(frame.after)
            """
        let bin = try Element(bin: graph, name: "effect-\(kind.rawValue)-\(number)")
        var parts: [Element] = []
        for index in filters.indices { parts.append(try bin.child("effect-\(number)-\(index)")) }
        for parameter in setting.effect.parameters {
            try EffectFilter.check(parameter, of: parts[parameter.element])
            parts[parameter.element].set(parameter.property, text: parameter.text(for: setting.values[parameter.id]))
        }
        return Stage(setting: setting, bin: bin, filters: parts, meter: try watch(bin, id: setting.id))
    }

    /// Filters without threads of their own: what goes in comes out before the next may come.
    private func watch(_ bin: Element, id: String) throws(MediaError) -> EffectMeter {
        let (meter, ended) = (EffectMeter(limit: limit), ended)
        try bin.pad("sink").onBuffer { _ in
            if meter.begin(at: GStreamerLibrary.now) { ended(id, .failed(.engine("nothing comes out of it"))) }
            return true
        }
        try bin.pad("src").onBuffer { _ in
            if meter.end(at: GStreamerLibrary.now) { ended(id, .tooSlow) }
            return true
        }
        return meter
    }

    /// While nothing flows.
    ///
    /// - Returns: those of the fresh ones that do not fit in, and were left out.
    private nonisolated static func exchange(
        _ old: [Element],
        for fresh: [Element],
        between upstream: Pad,
        and downstream: Pad,
        in root: Element
    ) -> [Int] {
        upstream.unlink()
        downstream.unlink()
        for bin in old {
            bin.setState(.null)
            // One that did not fit in is out already.
            if bin.isPart(of: root) { root.remove(bin) }
        }
        var output = upstream
        var misfits: [Int] = []
        for (index, bin) in fresh.enumerated() {
            guard (try? root.add(bin)) != nil else {
                misfits.append(index)
                continue
            }
            guard let (sink, source) = try? (bin.pad("sink"), bin.pad("src")), (try? output.link(to: sink)) != nil
            else {
                root.remove(bin)
                misfits.append(index)
                continue
            }
            try? bin.followParent()
            output = source
        }
        try? output.link(to: downstream)
        return misfits
    }
}
