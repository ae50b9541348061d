// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets

/// The window with everything that can be chosen once and for all.
@MainActor
final class PreferencesWindow {
    let window: Window
    private let columns: Box
    private let side: Widget
    /// Whether words and controls stand below each other.
    private var isTight = false
    private let chooser: DropDown
    private var snapshot: CallSnapshot?
    private let stack: Stack
    private var pages: [any PreferencesPage]
    private var contents: [String: Box] = [:]

    /// Fills it with pages, in order.
    init(pages: [any PreferencesPage]) throws(BuilderError) {
        let builder = try Builder(.preferences)
        window = try builder.widget("preferences")
        columns = try builder.widget("columns")
        side = try builder.widget("side")
        chooser = try builder.widget("chooser")
        stack = try builder.widget("pages")
        self.pages = pages
        for page in pages { add(page) }
        window.setKey("Escape", for: "window.close")
        chooser.show(pages.map(\.title), selected: 0)
        chooser.onSelect { [weak self] in
            guard let self else { return }
            self.page = self.pages[$0].title
        }
        window.onResize { [weak self] width, _ in self?.layOut(width: Double(width) / Appearance.textScale) }
        layOut(width: .infinity)
    }

    /// The title of the page that is shown.
    var page: String {
        get { stack.page }
        set { stack.page = newValue }
    }

    /// Shows a moment of the call.
    func update(_ snapshot: CallSnapshot) {
        self.snapshot = snapshot
        for page in pages { page.update(snapshot) }
    }

    /// Puts a page in the place of the one that has its title.
    func replace(_ page: any PreferencesPage) {
        guard let index = pages.firstIndex(where: { $0.title == page.title }), let column = contents[page.title] else {
            return
        }
        for group in pages[index].groups { column.remove(group.root) }
        for group in page.groups {
            column.append(group.root)
            group.layOut(isTight: isTight)
        }
        pages[index] = page
        if let snapshot { page.update(snapshot) }
    }

    private func add(_ page: any PreferencesPage) {
        let column = Box(isVertical: true, spacing: 18)
        column.setClass("joom-preferences")
        contents[page.title] = column
        for group in page.groups { column.append(group.root) }
        stack.add(Scroller(child: column), page: page.title, title: page.title)
    }

    /// A list of pages beside them needs room; a dropdown above them does not.
    private func layOut(width: Double) {
        let isNarrow = width < 560
        isTight = width < 320
        for group in pages.flatMap(\.groups) { group.layOut(isTight: isTight) }
        columns.isVertical = isNarrow
        columns.setClass("compact", isNarrow)
        side.isVisible = !isNarrow
        chooser.isVisible = isNarrow
        chooser.show(pages.map(\.title), selected: pages.firstIndex { $0.title == page })
    }
}
