// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets

/// A page of the preferences window; `Conductor.preferencesPages` lists them.
@MainActor
protocol PreferencesPage: AnyObject {
    /// What the list of pages calls it; no two have the same.
    var title: String { get }
    /// What it holds, usually `PreferencesGroup`s one below the other.
    var groups: [PreferencesGroup] { get }

    /// Shows a moment of the call, at first and after each change.
    func update(_ snapshot: CallSnapshot)
}

extension PreferencesPage {
    /// Nothing on most pages depends on the call.
    func update(_ snapshot: CallSnapshot) {}
}

/// Choices that belong together: rows under a heading.
@MainActor
final class PreferencesGroup {
    let root = Box(isVertical: true, spacing: 6)
    private let rows = Box(isVertical: true, spacing: 0)
    private var kept: [Widget] = []
    /// The rows that have room for words and control beside each other, or not; and where a control stands below.
    private var stacks: [(row: Box, control: Widget, below: Alignment)] = []

    /// Makes one without rows.
    ///
    /// - Parameters:
    ///   - title: the heading.
    ///   - text: a sentence or two beneath it.
    init(_ title: String, text: String? = nil) {
        let heading = Label(title)
        heading.wrap(maximumCharacters: 40)
        heading.setClass("heading")
        root.append(heading)
        if let text {
            let label = Label(text)
            label.wrap(maximumCharacters: 60)
            label.setClass("joom-caption")
            root.append(label)
        }
        rows.setClass("joom-list")
        root.append(rows)
    }

    /// Adds a row: what it is about on one side, and something to choose with on the other.
    ///
    /// - Parameters:
    ///   - title: what the choice is about; also what a screen reader calls the control.
    ///   - text: a sentence on what it does.
    ///   - control: a switch, a dropdown, an entry, a button.
    ///   - isWide: the control takes what room there is.
    /// - Returns: the row.
    @discardableResult
    func add(_ title: String, text: String? = nil, _ control: Widget, isWide: Bool = false) -> Widget {
        let words = Box(isVertical: true, spacing: 2)
        let label = Label(title)
        if !isWide { label.wrap(maximumCharacters: 32) }
        label.setAlignment(horizontal: .start)
        words.append(label)
        if let text {
            let caption = Label(text)
            caption.wrap(maximumCharacters: 46)
            caption.setClass("joom-caption")
            words.append(caption)
        }
        words.setExpand(horizontal: !isWide, vertical: false)
        control.setExpand(horizontal: isWide, vertical: false)
        for widget in [words, control] { widget.setAlignment(vertical: .center) }
        control.setAccessibleName(title)
        let row = Box(isVertical: false, spacing: 12)
        row.append(words)
        row.append(control)
        stacks.append((row, control, isWide ? .fill : .start))
        add(row)
        kept.append(control)
        return row
    }

    /// Puts controls below their words where there is no room beside them.
    func layOut(isTight: Bool) {
        for (row, control, below) in stacks {
            row.isVertical = isTight
            control.setAlignment(horizontal: isTight ? below : .fill)
        }
    }

    /// Adds a row of its own making.
    func add(_ row: Widget) {
        row.setClass("joom-row")
        rows.append(row)
        kept.append(row)
    }

    /// Adds a row that only says something.
    func addText(_ text: String, class style: String? = nil) {
        let label = Label(text)
        label.wrap(maximumCharacters: 46)
        if let style { label.setClass(style) }
        add(label)
    }

    /// Adds something that is on or off; `choose` hears what a person makes of it.
    @discardableResult
    func addSwitch(
        _ title: String,
        text: String? = nil,
        isOn: Bool,
        choose: @escaping @MainActor (Bool) -> Void
    ) -> Switch {
        let control = Switch()
        control.isActive = isOn
        control.onChange(choose)
        add(title, text: text, control)
        return control
    }
}
