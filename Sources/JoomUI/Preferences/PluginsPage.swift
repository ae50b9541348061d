// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets
import PluginKit

/// What Joom is made of, and what people added.
@MainActor
final class PluginsPage: PreferencesPage {
    /// What the page shows of a plugin.
    private struct Row {
        let id: String
        let control: Switch?
        let state: Label
        let opener: Button?
    }

    let title = tr("Plugins")
    let groups: [PreferencesGroup]
    private let rows: [Row]
    private let plugins: any PluginKeeping

    /// - Parameters:
    ///   - plugins: what there is.
    ///   - send: hears what is to be used.
    init(_ plugins: any PluginKeeping, send: @escaping @MainActor (Intent) -> Void) {
        self.plugins = plugins
        let added = PreferencesGroup(
            tr("Added"),
            text: tr("Plugins can do all that you can. Switch on only what comes from people you trust.")
        )
        let own = PreferencesGroup(tr("Part of Joom"))
        var rows: [Row] = []
        for listing in plugins.listings {
            rows.append(Self.add(listing, to: listing.path == nil ? own : added, send))
        }
        self.rows = rows
        let none = PreferencesGroup(
            tr("Added"),
            text: tr(
                "Nothing yet. What you put into {folder} is found when Joom starts.",
                ["folder": PersonalFolder.shown("joom/plugins")]
            )
        )
        groups = [plugins.listings.contains { $0.path != nil } ? added : none, own]
        show()
    }

    func update(_ snapshot: CallSnapshot) { show() }

    /// What is said of each beside its switch, by what people call it.
    var words: [String: String?] {
        Dictionary(
            uniqueKeysWithValues: zip(plugins.listings, rows).map { listing, row in
                (UserText.name(listing), row.state.isVisible ? row.state.text : nil)
            }
        )
    }

    /// The switches, by module.
    var switches: [String: Switch] {
        Dictionary(uniqueKeysWithValues: rows.compactMap { row in row.control.map { (row.id, $0) } })
    }

    /// The buttons that open folders, by module.
    var openers: [String: Button] {
        Dictionary(uniqueKeysWithValues: rows.compactMap { row in row.opener.map { (row.id, $0) } })
    }

    private func show() {
        for (row, listing) in zip(rows, plugins.listings) where row.id == listing.id {
            row.control?.isActive = listing.isOn
            let state = UserText.state(listing)
            row.state.text = state ?? ""
            row.state.isVisible = state != nil
            // Beside its name, what a screen reader says of the switch.
            let description = listing.manifest?.description?.inLanguage(Translation.language)
            let words = [description, state].compactMap(\.self)
            row.control?.setTooltip(words.isEmpty ? nil : words.joined(separator: " "))
        }
    }

    /// A row with what it is, what became of it, and a switch where a person can choose.
    private static func add(
        _ listing: PluginListing,
        to group: PreferencesGroup,
        _ send: @escaping @MainActor (Intent) -> Void
    ) -> Row {
        let name = UserText.name(listing)
        let words = Box(isVertical: true, spacing: 2)
        let heading = Label(name)
        heading.wrap(maximumCharacters: 32)
        words.append(heading)
        var texts: [String] = []
        if let text = listing.manifest?.description { texts.append(text.inLanguage(Translation.language)) }
        if let origin = origin(listing) { texts.append(origin) }
        for text in texts {
            let caption = Label(text)
            caption.wrap(maximumCharacters: 46)
            caption.setClass("joom-caption")
            words.append(caption)
        }
        let state = Label("")
        state.wrap(maximumCharacters: 46)
        state.setClass("joom-caption")
        words.append(state)
        let opener = listing.manifest?.folder.map { Self.makeOpener(of: $0, name, send) }
        if let opener {
            words.append(opener)
            words.keep(opener)
        }
        words.setExpand(horizontal: true, vertical: false)
        let row = Box(isVertical: false, spacing: 12)
        row.append(words)
        guard listing.canChange else {
            group.add(row)
            return Row(id: listing.id, control: nil, state: state, opener: opener)
        }
        let control = Switch()
        control.setAlignment(vertical: .center)
        control.setAccessibleName(name)
        let id = listing.id
        control.onChange { send(.usePlugin(id, $0)) }
        row.append(control)
        row.keep(control)
        group.add(row)
        return Row(id: id, control: control, state: state, opener: opener)
    }

    /// A button that leads to a plugin's files.
    private static func makeOpener(
        of folder: String,
        _ name: String,
        _ send: @escaping @MainActor (Intent) -> Void
    ) -> Button {
        let button = Button(label: tr("Open Folder"))
        button.setTooltip(folder)
        button.setAccessibleName(tr("Open the folder of {plugin}", ["plugin": name]))
        button.setAlignment(horizontal: .start)
        button.onClick { send(.openFolder(folder)) }
        return button
    }

    /// By whom, and which; nothing for parts of Joom.
    private static func origin(_ listing: PluginListing) -> String? {
        guard let manifest = listing.manifest, listing.path != nil else { return nil }
        let authors = manifest.authors.joined(separator: ", ")
        switch (manifest.version, authors.isEmpty) {
        case (let version?, false): return tr("{version}, by {authors}", ["version": version, "authors": authors])
        case (let version?, true): return version
        case (nil, false): return tr("By {authors}", ["authors": authors])
        case (nil, true): return nil
        }
    }
}
