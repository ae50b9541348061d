// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// Who would like to join, above the pictures and never on them; for the owner.
@MainActor
final class KnockBar {
    let root: Revealer
    private let text = Label("")
    private let more = Label("")
    private let admit: Button
    private let deny: Button
    private var shown: [RemotePeer] = []

    /// Makes an empty one.
    ///
    /// - Parameter send: hears the decision.
    init(send: @escaping @MainActor (Intent) -> Void) {
        let row = Box(isVertical: false, spacing: 8)
        root = Revealer(child: row)
        admit = Button(label: tr("Let In"))
        deny = Button(label: tr("Refuse"))
        row.setClass("joom-knock")
        let words = Box(isVertical: true, spacing: 0)
        words.setExpand(horizontal: true, vertical: false)
        words.setAlignment(vertical: .center)
        text.wrap(maximumCharacters: 60)
        more.wrap(maximumCharacters: 60)
        more.setClass("joom-caption")
        words.append(text)
        words.append(more)
        row.append(words)
        admit.setClass("suggested-action")
        for (button, make) in [(deny, DoorRequest.deny), (admit, DoorRequest.admit)] {
            button.setAlignment(vertical: .center)
            button.onClick { [weak self] in
                guard let peer = self?.shown.first?.id else { return }
                send(.decide(make(peer)))
            }
            row.append(button)
        }
        root.isVisible = false
    }

    /// The sentence that can be seen; nil when nobody waits.
    var message: String? { shown.isEmpty ? nil : text.text }

    /// Shows who has waited longest, and how many wait behind them.
    func update(_ knockers: [RemotePeer]) {
        guard knockers != shown else { return }
        shown = knockers
        root.isVisible = !knockers.isEmpty
        root.isRevealed = !knockers.isEmpty
        guard let first = knockers.first else { return }
        text.text = UserText.knock(first.name)
        let behind = knockers.count - 1
        more.isVisible = behind > 0
        more.text = behind == 1 ? tr("One more waits") : tr("{count} more wait", ["count": String(behind)])
        let name = first.name ?? tr("Guest")
        admit.setAccessibleName(tr("Let {name} In", ["name": name]))
        deny.setAccessibleName(tr("Refuse {name}", ["name": name]))
    }
}
