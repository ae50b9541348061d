// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// Who we are, and how the program is used.
@MainActor
final class GeneralPage: PreferencesPage {
    let title = tr("General")
    let groups: [PreferencesGroup]

    init(memory: Memory, send: @escaping @MainActor (Intent) -> Void) {
        let person = PreferencesGroup(tr("You"))
        let name = Entry()
        name.text = memory.name
        name.setMaximumLength(64)
        name.setPlaceholder(tr("What the others see"))
        name.onChange { [weak name] in if let name { send(.rename(name.text)) } }
        person.add(tr("Your Name"), name, isWide: true)

        let keys = PreferencesGroup(tr("Keyboard"))
        keys.addSwitch(
            tr("Single-Key Shortcuts"),
            text: tr("M for the microphone, V for the camera, Space held to talk while muted"),
            isOn: memory.usesSingleKeys
        ) { send(.useSingleKeys($0)) }

        let sounds = PreferencesGroup(tr("Sounds"))
        sounds.addSwitch(
            tr("Sounds of a Call"),
            text: tr("When somebody comes or asks to be let in, and when the network is lost"),
            isOn: memory.playsSounds
        ) { send(.playSounds($0)) }
        groups = [person, sounds, keys]
    }
}
