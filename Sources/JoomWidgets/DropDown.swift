// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
package import GLibKit

/// A list that shows the chosen entry and opens to choose another.
public final class DropDown: Widget {
    private var items: [String] = []
    private var isUpdating = false
    private var rows: (icon: String, maximumCharacters: Int?)?

    package required init(ref: GObjectRef) {
        super.init(ref: ref)
        nameButton()
    }

    /// Makes an empty list.
    ///
    /// - Parameter name: what a screen reader calls it.
    public convenience init(name: String) {
        self.init(ref: GObjectRef(sinking: gtk_drop_down_new(nil, nil)))
        setTooltip(name)
        nameButton()
    }

    /// The keyboard's focus is on a button inside, which GTK 4.8 reads out by its class: give it the list's name.
    private func nameButton() {
        guard let button = gtk_widget_get_first_child(widget), let name = gtk_widget_get_tooltip_text(widget) else {
            return
        }
        joom_accessible_set_label(button, name)
    }

    /// Lets long entries be cut off instead of widening the window, with an icon before the chosen one.
    ///
    /// - Parameters:
    ///   - icon: its name in the theme.
    ///   - maximumCharacters: how many characters wide the chosen entry may want to be; nil for the icon alone.
    public func setRows(icon: String, maximumCharacters: Int?) {
        guard rows.map({ $0 != (icon, maximumCharacters) }) ?? true else { return }
        rows = (icon, maximumCharacters)
        let chosen = Self.factory(icon: icon, maximumCharacters: maximumCharacters)
        let listed = Self.factory(icon: nil, maximumCharacters: 60)
        gtk_drop_down_set_factory(ref.opaque, chosen.opaque)
        gtk_drop_down_set_list_factory(ref.opaque, listed.opaque)
    }

    private static func factory(icon: String?, maximumCharacters: Int?) -> GObjectRef {
        let image = icon.map {
            "<child><object class='GtkImage'><property name='icon-name'>\($0)</property></object></child>"
        }
        let label = maximumCharacters.map {
            """
            <child><object class='GtkLabel'><property name='ellipsize'>end</property><property name='xalign'>0</property>
            <property name='max-width-chars'>\($0)</property><binding name='label'>
            <lookup name='string' type='GtkStringObject'><lookup name='item'>GtkListItem</lookup></lookup>
            </binding></object></child>
            """
        }
        let row = """
            <interface><template class='GtkListItem'><property name='child'><object class='GtkBox'>
            <property name='spacing'>8</property>\(image ?? "")\(label ?? "")
            </object></property></template></interface>
            """
        let bytes = g_bytes_new(row, gsize(row.utf8.count))
        defer { g_bytes_unref(bytes) }
        return GObjectRef(taking: gtk_builder_list_item_factory_new_from_bytes(nil, bytes))
    }

    /// Shows other entries and chooses one of them, without a call of `onSelect`.
    ///
    /// The list is replaced only when it differs: an open list would close under the person's pointer.
    ///
    /// - Parameters:
    ///   - items: the entries, in order.
    ///   - selected: the index of the chosen one; nil for none.
    public func show(_ items: [String], selected: Int?) {
        isUpdating = true
        defer { isUpdating = false }
        if items != self.items {
            self.items = items
            let model = GObjectRef(taking: gtk_string_list_new(nil))
            for item in items { gtk_string_list_append(model.opaque, item) }
            gtk_drop_down_set_model(ref.opaque, model.opaque)
        }
        let position = selected.map { guint(clamping: $0) } ?? guint.max
        guard gtk_drop_down_get_selected(ref.opaque) != position else { return }
        gtk_drop_down_set_selected(ref.opaque, position)
    }

    /// The index of the chosen entry; nil when there is none.
    public var selected: Int? {
        let position = gtk_drop_down_get_selected(ref.opaque)
        return items.indices.contains(Int(position)) ? Int(position) : nil
    }

    /// Runs `handler` with the index of an entry that a person chose.
    public func onSelect(_ handler: @escaping @MainActor (Int) -> Void) {
        keep(
            .mainNotify(ref, "selected") { [weak self] in
                guard let self, !self.isUpdating, let selected = self.selected else { return }
                handler(selected)
            }
        )
    }
}
