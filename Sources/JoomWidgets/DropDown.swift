// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// A list that shows the chosen entry and opens to choose another.
public final class DropDown: Widget {
    private var items: [String] = []
    private var isUpdating = false

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
