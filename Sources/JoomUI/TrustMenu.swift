// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// Who somebody is, on their tile; behind it what that means, and the four words.
@MainActor
final class TrustMenu {
    let button: MenuButton
    private let icon = Icon("security-low-symbolic")
    private let title = Label("")
    private let explanation = Label("")
    private let words = (0..<4).map { _ in Label("") }
    private let table = Box(isVertical: true, spacing: 6)
    private let match = Button(label: tr("They Match"))
    private let differ = Button(label: tr("They Differ"))
    private let compare: @MainActor ([String], Bool) -> Void
    private var shown: TrustState?

    /// - Parameter compare: hears the words that were on the screen, and whether they match.
    init(compare: @escaping @MainActor ([String], Bool) -> Void) {
        self.compare = compare
        let face = Box(isVertical: false, spacing: 6)
        title.ellipsize()
        face.append(icon)
        face.append(title)
        let content = Box(isVertical: true, spacing: 12)
        content.setMargin(12)
        button = MenuButton(child: face, content: content)
        button.setClass("joom-trust")
        button.setAlignment(horizontal: .start, vertical: .end)
        explanation.wrap(maximumCharacters: 32)
        content.append(explanation)
        content.append(fillTable())
        let choice = Box(isVertical: false, spacing: 6)
        match.setClass("suggested-action")
        for (answer, areAlike) in [(differ, false), (match, true)] {
            answer.setExpand(horizontal: true, vertical: false)
            choice.append(answer)
            answer.onClick { [weak self] in self?.answer(areAlike: areAlike) }
        }
        content.append(choice)
        button.isVisible = false
    }

    /// Two and two, as they are read.
    private func fillTable() -> Box {
        for pair in [words.prefix(2), words.suffix(2)] {
            let row = Box(isVertical: false, spacing: 6)
            for word in pair {
                word.setClass("joom-word")
                word.setExpand(horizontal: true, vertical: false)
                row.append(word)
            }
            table.append(row)
        }
        return table
    }

    /// Shows a state; nil for none.
    func update(_ state: TrustState?) {
        guard state != shown else { return }
        shown = state
        button.isVisible = state != nil
        guard let state else { return button.close() }
        icon.show(state.icon)
        title.text = state.title
        button.setAccessibleName(state.title)
        button.setTooltip(state.explanation)
        explanation.text = state.explanation
        button.setClass("verified", state.isVerified)
        button.setClass("alarming", state.isAlarming)
        for (label, word) in zip(words, state.words ?? []) { label.text = word }
        table.isVisible = state.words != nil
        match.isVisible = state.words != nil && state.canMatch
        differ.isVisible = state.words != nil && !state.isVerified
    }

    /// Says of the words on the screen whether they match.
    func answer(areAlike: Bool) {
        guard let words = shown?.words else { return }
        button.close()
        compare(words, areAlike)
    }

    /// The words that can be read; empty where there are none.
    var visibleWords: [String] { table.isVisible ? words.map(\.text) : [] }

    /// Opens it.
    func open() { button.open() }
}
