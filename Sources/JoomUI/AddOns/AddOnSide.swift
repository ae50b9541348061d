// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets
import PluginKit

/// The add-ons beside a call: a button for each among the controls, and the panel of the one that is open.
@MainActor
final class AddOnSide {
    /// Tells that a panel opened or closed: the pictures get more room, or less.
    var onChange: @MainActor () -> Void = {}

    private let buttons: Box
    private let side: Box
    private let submit: @MainActor (String, String) -> Void
    private var parts: [Part] = []
    private(set) var open: String?

    /// One add-on.
    private final class Part {
        let id: String
        let view: AddOnPanelView
        let button: ToggleButton
        let caption: Label
        let column: Box
        /// The last entry.
        var last = 0
        /// The last entry that was seen.
        var seen = 0
        /// The last entry of somebody else's that a message told of.
        var told = 0
        var title = ""

        init(id: String, view: AddOnPanelView, button: ToggleButton, caption: Label, column: Box) {
            (self.id, self.view, self.button, self.caption, self.column) = (id, view, button, caption, column)
        }
    }

    /// Makes none.
    ///
    /// - Parameters:
    ///   - buttons: where the buttons go.
    ///   - side: where the open panel goes.
    ///   - submit: takes a line that a person wrote, and the add-on's id.
    init(buttons: Box, side: Box, submit: @escaping @MainActor (String, String) -> Void) {
        (self.buttons, self.side, self.submit) = (buttons, side, submit)
        side.isVisible = false
        buttons.isVisible = false
    }

    /// Shows what the add-ons have now.
    ///
    /// - Returns: what somebody wrote into a panel that is not open, to be told of.
    func update(_ panels: [CallSnapshot.Panel]) -> [AddOnPanel.Entry] {
        if parts.map(\.id) != panels.map(\.id) { build(panels) }
        var news: [AddOnPanel.Entry] = []
        for (part, panel) in zip(parts, panels) {
            part.view.update(panel.content)
            let fresh = panel.content.entries.filter { $0.id > part.seen && $0.author != nil }
            part.last = panel.content.entries.last?.id ?? 0
            if part.id == open { part.seen = part.last }
            if part.id != open, let last = fresh.last, last.id > part.told { news.append(last) }
            part.told = max(part.told, fresh.last?.id ?? 0)
            name(part, unread: part.id == open ? 0 : fresh.count)
        }
        return news
    }

    /// What the buttons say.
    var captions: [String] { parts.map(\.caption.text) }

    /// Opens the first add-on's panel, or closes the one that is open.
    func toggle() {
        if let open { toggle(open) } else if let first = parts.first { toggle(first.id) }
    }

    /// Captions go where there is no room.
    func layOut(_ size: WindowSize) {
        for part in parts { part.caption.isVisible = !size.isCompact }
        side.setMinimumSize(width: size.isNarrow ? -1 : 320)
        side.setExpand(horizontal: size.isNarrow, vertical: true)
    }

    private func toggle(_ id: String) {
        open = open == id ? nil : id
        for part in parts {
            part.view.root.isVisible = part.id == open
            part.button.isActive = part.id == open
            guard part.id == open else { continue }
            part.seen = part.last
            name(part, unread: 0)
            part.view.focus()
        }
        side.isVisible = open != nil
        onChange()
    }

    private func build(_ panels: [CallSnapshot.Panel]) {
        for part in parts {
            buttons.remove(part.column)
            side.remove(part.view.root)
        }
        open = nil
        side.isVisible = false
        parts = panels.map(make)
        buttons.isVisible = !parts.isEmpty
        onChange()
    }

    private func make(_ panel: CallSnapshot.Panel) -> Part {
        let id = panel.id
        let view = AddOnPanelView(
            submit: { [submit] in submit($0, id) },
            close: { [weak self] in self?.toggle(id) }
        )
        let icon = Icon(panel.content.icon)
        let button = ToggleButton(child: icon)
        button.setClass("joom-round")
        button.setAlignment(horizontal: .center)
        button.onClick { [weak self] in self?.toggle(id) }
        let caption = Label("")
        caption.setClass("joom-caption")
        let column = Box(isVertical: true, spacing: 4)
        column.setExpand(horizontal: true, vertical: false)
        column.append(button)
        column.append(caption)
        column.keep(button, caption, icon)
        buttons.append(column)
        view.root.isVisible = false
        side.append(view.root)
        let part = Part(id: id, view: view, button: button, caption: caption, column: column)
        part.title = panel.content.title.inLanguage(Translation.language)
        return part
    }

    private func name(_ part: Part, unread: Int) {
        let text = unread == 0 ? part.title : tr("{title} ({count})", ["title": part.title, "count": "\(unread)"])
        part.caption.text = text
        part.button.setAccessibleName(text)
        part.button.setTooltip(text)
        part.button.setClass("news", unread > 0)
    }
}
