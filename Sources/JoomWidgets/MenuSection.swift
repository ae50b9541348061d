// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// A part of a menu whose items change while the program runs.
@MainActor
public final class MenuSection {
    private let ref: GObjectRef

    init(ref: GObjectRef) { self.ref = ref }

    isolated deinit {}

    /// Shows these items in place of those before.
    ///
    /// - Parameter items: what each says, and the action that it starts, such as `win.leave`.
    public func show(_ items: [(label: String, action: String)]) {
        g_menu_remove_all(ref.opaque)
        for item in items {
            // An underscore would mark a key.
            g_menu_append(
                ref.opaque,
                item.label.split(separator: "_", omittingEmptySubsequences: false).joined(separator: "__"),
                item.action
            )
        }
    }
}

extension Builder {
    /// Finds a section of a menu by its id in the file.
    ///
    /// - Parameter id: the id.
    /// - Returns: the section, with the items that the file gives it.
    /// - Throws: when the file has no such id.
    public func menuSection(_ id: String) throws(BuilderError) -> MenuSection { MenuSection(ref: try object(id)) }
}
