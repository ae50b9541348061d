// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// What Joom keeps on this computer, and the way to have it gone.
@MainActor
final class PrivacyPage: PreferencesPage {
    let title = tr("Privacy")
    let groups: [PreferencesGroup]
    private let send: @MainActor (Intent) -> Void
    private let ask = Button(label: tr("Forget My Data…"))
    private let cancel = Button(label: tr("Keep It"))
    private let forget = Button(label: tr("Forget It All"))

    init(memory: Memory, send: @escaping @MainActor (Intent) -> Void) {
        self.send = send
        let kept = PreferencesGroup(
            tr("What Joom Keeps"),
            text: tr("On this computer only, and readable by you alone. Joom reports nothing to anybody.")
        )
        kept.addText(tr("Your name, the rooms and servers you were at, and how loud you play people"))
        kept.addText(tr("The devices you chose, your effects, and what is set in these preferences"))
        kept.addText(tr("Chats and calls are never kept, unless you save them yourself."))
        let network = PreferencesGroup(tr("What Others Find"))
        network.addSwitch(
            tr("Rooms Open to My Network"),
            text: tr("Joom nearby shows the room and your name. Whoever chooses it there has to be let in by you."),
            isOn: memory.announcesRooms
        ) { send(.announceRooms($0)) }
        let buttons = Box(isVertical: false, spacing: 6)
        for button in [ask, cancel, forget] { buttons.append(button) }
        let end = PreferencesGroup(tr("A Clean Slate"))
        end.addText(tr("Everything above goes, as if Joom had just been installed. A call that is on goes on."))
        end.add(buttons)
        groups = [kept, network, end]
        forget.setClass("destructive-action")
        ask.onClick { [weak self] in self?.confirm(true) }
        cancel.onClick { [weak self] in self?.confirm(false) }
        forget.onClick { [weak self] in
            self?.confirm(false)
            send(.forgetEverything)
        }
        confirm(false)
    }

    /// Nothing goes on one press.
    private func confirm(_ isAsking: Bool) {
        ask.isVisible = !isAsking
        cancel.isVisible = isAsking
        forget.isVisible = isAsking
        if isAsking { cancel.grabFocus() }
    }
}
