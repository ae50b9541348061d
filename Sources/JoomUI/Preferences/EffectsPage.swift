// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets
import PluginKit

/// What can be done to our own picture and sound; the self view, or what the others see, is the preview.
@MainActor
final class EffectsPage: PreferencesPage {
    /// What the page shows of an effect.
    private struct Entry {
        let control: Switch
        let rows: [Widget]
    }

    /// What is in use; the controls change one part of it.
    @MainActor private final class Current {
        var settings: [EffectSetting] = []
        var values: [String: [String: EffectValue]] = [:]
        let send: @MainActor (Intent) -> Void

        init(send: @escaping @MainActor (Intent) -> Void) { self.send = send }

        func turn(_ id: String, _ effect: Effect, _ isOn: Bool) {
            settings.removeAll { $0.id == id }
            if isOn { settings.append(EffectSetting(id: id, effect: effect, values: values[id] ?? [:])) }
            send(.useEffects(settings))
        }

        func set(_ parameter: String, of id: String, to value: EffectValue) {
            values[id, default: [:]][parameter] = value
            guard let index = settings.firstIndex(where: { $0.id == id }) else { return }
            settings[index].values[parameter] = value
            send(.useEffects(settings))
        }
    }

    let title = tr("Effects")
    let groups: [PreferencesGroup]
    private let entries: [String: Entry]
    private let current: Current

    /// - Parameters:
    ///   - listings: what there is, files with faults included.
    ///   - inUse: what is in use while the page is made.
    ///   - values: what was set on effects before.
    ///   - canInstall: whether new ones can come.
    ///   - send: hears what is to be used.
    init(
        _ listings: [EffectListing],
        inUse: [EffectSetting],
        values: [String: [String: EffectValue]],
        canInstall: Bool,
        send: @escaping @MainActor (Intent) -> Void
    ) {
        let current = Current(send: send)
        current.values = values
        for setting in inUse { current.values[setting.id] = setting.values }
        self.current = current
        let picture = PreferencesGroup(tr("Your Picture"), text: tr("What the others see, and your own picture here."))
        let sound = PreferencesGroup(tr("Your Voice"), text: tr("What the others hear."))
        let faulty = PreferencesGroup(tr("Files That Cannot Be Used"))
        var entries: [String: Entry] = [:]
        for listing in listings {
            switch listing.content {
            case .success(let effect):
                let group = effect.kind == .video ? picture : sound
                entries[listing.id] = Self.add(listing.id, effect, to: group, current)
            case .failure(let error):
                faulty.add(listing.id, text: UserText.fault(error), Box(isVertical: false, spacing: 0))
            }
        }
        self.entries = entries
        let own = PreferencesGroup(
            tr("Effects of Your Own"),
            text: tr(
                "Small text files called NAME.joom-effect, in {folder}. You can also drop one on the window.",
                ["folder": PersonalFolder.shown("joom/effects")]
            )
        )
        let install = Button(label: tr("Choose…"))
        install.onClick { send(.chooseEffect) }
        own.add(tr("Install from a File"), install)
        var groups: [PreferencesGroup] = []
        if listings.contains(where: { $0.effect?.kind == .video }) { groups.append(picture) }
        if listings.contains(where: { $0.effect?.kind == .audio }) { groups.append(sound) }
        if listings.contains(where: { $0.effect == nil }) { groups.append(faulty) }
        if canInstall { groups.append(own) }
        let none = tr("No plugin that is on brings any. Switch one on in Plugins.")
        self.groups = groups.isEmpty ? [PreferencesGroup(tr("Effects"), text: none)] : groups
    }

    func update(_ snapshot: CallSnapshot) {
        current.settings = snapshot.effects
        for (id, entry) in entries {
            let isOn = snapshot.effects.contains { $0.id == id }
            entry.control.isActive = isOn
            for row in entry.rows { row.isVisible = isOn }
        }
    }

    /// A switch, and beneath it, while it is on, what can be changed.
    private static func add(_ id: String, _ effect: Effect, to group: PreferencesGroup, _ current: Current) -> Entry {
        let language = Translation.language
        let name = effect.name.inLanguage(language)
        let control = group.addSwitch(name, isOn: false) { current.turn(id, effect, $0) }
        let rows = effect.parameters.map { parameter in
            let label = "\(name): \(parameter.label.inLanguage(language))"
            return group.add(
                label,
                Self.control(for: parameter, at: current.values[id]?[parameter.id], named: label) {
                    current.set(parameter.id, of: id, to: $0)
                }
            )
        }
        for row in rows { row.isVisible = false }
        return Entry(control: control, rows: rows)
    }

    private static func control(
        for parameter: EffectParameter,
        at value: EffectValue?,
        named label: String,
        change: @escaping @MainActor (EffectValue) -> Void
    ) -> Widget {
        // What was set, or else what it is to begin with.
        let text = parameter.text(for: value)
        switch parameter.domain {
        case .int(let range, _):
            let bounds = Double(range.lowerBound)...Double(range.upperBound)
            let scale = Scale(range: bounds, step: 1, value: Double(text) ?? bounds.lowerBound)
            scale.onChange { change(.number($0)) }
            return scale
        case .double(let range, _):
            let step = (range.upperBound - range.lowerBound) / 50
            let scale = Scale(range: range, step: step, value: Double(text) ?? range.lowerBound)
            scale.onChange { change(.number($0)) }
            return scale
        case .bool:
            let control = Switch()
            control.isActive = text == "true"
            control.onChange { change(.switch($0)) }
            return control
        case .choice(let choices, _):
            let list = DropDown(name: label)
            list.show(choices, selected: choices.firstIndex(of: text))
            list.onSelect { change(.choice(choices[$0])) }
            return list
        }
    }
}
