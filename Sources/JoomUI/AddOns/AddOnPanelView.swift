// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets
import PluginKit

/// What an add-on shows beside the call: who wrote what, and a field to write into.
@MainActor
final class AddOnPanelView {
    let root = Box(isVertical: true, spacing: 0)
    private let title: Label
    private let list = Box(isVertical: true, spacing: 10)
    private let scroller: Scroller
    private let field = Entry()
    private var shown: [Row] = []

    private struct Row {
        let entry: AddOnPanel.Entry
        let widget: Box
        let note: Label
    }

    /// Makes an empty panel.
    ///
    /// - Parameters:
    ///   - submit: takes a line that a person wrote.
    ///   - close: hides the panel.
    init(submit: @escaping @MainActor (String) -> Void, close: @escaping @MainActor () -> Void) {
        title = Label("")
        scroller = Scroller(child: list)
        root.setClass("joom-panel")
        let header = Box(isVertical: false, spacing: 8)
        title.setClass("heading")
        title.setExpand(horizontal: true, vertical: false)
        title.setAlignment(horizontal: .start)
        let button = Button(icon: "window-close-symbolic", name: tr("Close"))
        button.setClass("flat")
        button.onClick(close)
        header.append(title)
        header.append(button)
        header.setMargin(10)
        list.setMargin(12)
        scroller.setExpand(horizontal: true, vertical: true)
        field.setMaximumLength(4_000)
        field.setMargin(12)
        field.onActivate { [field] in
            let line = field.text
            field.text = ""
            submit(line)
        }
        for widget in [header, scroller, field] as [Widget] { root.append(widget) }
        root.keep(header, button, scroller, list, field)
    }

    /// Shows what the add-on has now; rows that stay are not touched, so that nothing is read out twice.
    func update(_ panel: AddOnPanel) {
        title.text = panel.title.inLanguage(Translation.language)
        let prompt = panel.prompt.inLanguage(Translation.language)
        field.setPlaceholder(prompt)
        field.setAccessibleName(prompt)
        let first = panel.entries.first?.id ?? Int.max
        while let row = shown.first, row.entry.id < first || panel.entries.isEmpty {
            list.remove(row.widget)
            shown.removeFirst()
        }
        for (index, entry) in panel.entries.enumerated() {
            if index < shown.count {
                guard shown[index].entry != entry else { continue }
                Self.show(entry.delivery, in: shown[index].note)
                shown[index] = Row(entry: entry, widget: shown[index].widget, note: shown[index].note)
            } else {
                let row = Self.row(entry)
                list.append(row.widget)
                shown.append(row)
                scroller.scrollToEnd()
            }
        }
    }

    /// Gives the keyboard to the field.
    func focus() { field.grabFocus() }

    private static func row(_ entry: AddOnPanel.Entry) -> Row {
        let row = Box(isVertical: true, spacing: 2)
        let isOwn = entry.author == nil
        let author = Label(entry.author.map { $0.name ?? tr("Guest") } ?? tr("You"))
        author.setClass("joom-caption")
        let text = Label("")
        text.showWithLinks(entry.text)
        text.wrap(maximumCharacters: 30)
        text.setSelectable()
        text.setClass("joom-message")
        text.setClass("own", isOwn)
        let note = Label("")
        note.setClass("joom-caption")
        for label in [author, text, note] {
            label.setAlignment(horizontal: isOwn ? .end : .start)
            row.append(label)
        }
        row.keep(author, text, note)
        show(entry.delivery, in: note)
        return Row(entry: entry, widget: row, note: note)
    }

    private static func show(_ delivery: AddOnPanel.Entry.Delivery, in note: Label) {
        note.text =
            switch delivery {
            case .delivered: ""
            case .waiting: tr("Not there yet")
            case .unread: tr("Nobody was there to read this")
            }
        note.isVisible = delivery != .delivered
    }
}
