// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// Widgets in a row or a column.
public final class Box: Widget {
    private var kept: [Widget] = []

    /// Makes an empty row or column.
    ///
    /// - Parameters:
    ///   - isVertical: true for a column.
    ///   - spacing: room between two, in px.
    public convenience init(isVertical: Bool, spacing: Int) {
        let orientation = isVertical ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL
        self.init(ref: GObjectRef(sinking: gtk_box_new(orientation, gint(clamping: spacing))))
    }

    /// True for a column.
    public var isVertical: Bool {
        get { gtk_orientable_get_orientation(ref.opaque) == GTK_ORIENTATION_VERTICAL }
        set {
            guard newValue != isVertical else { return }
            gtk_orientable_set_orientation(
                ref.opaque,
                newValue ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL
            )
        }
    }

    /// Puts a widget behind the last.
    public func append(_ child: Widget) { gtk_box_append(ref.cast(), child.widget) }

    /// Puts a widget that is in it before or after all others.
    public func move(_ child: Widget, toEnd: Bool) {
        let last = toEnd ? gtk_widget_get_last_child(widget) : nil
        guard last != child.widget else { return }
        gtk_box_reorder_child_after(ref.cast(), child.widget, last)
    }

    /// Puts a widget that is in it behind another one; before all others for nil.
    public func place(_ child: Widget, behind other: Widget?) {
        guard gtk_widget_get_prev_sibling(child.widget) != other?.widget else { return }
        gtk_box_reorder_child_after(ref.cast(), child.widget, other?.widget)
    }

    /// Takes a widget out.
    public func remove(_ child: Widget) { gtk_box_remove(ref.cast(), child.widget) }

    /// Keeps wrappers of what is in it, and with them their handlers, as long as itself.
    public func keep(_ children: Widget...) { kept += children }
}

/// Widgets in cells of the same size.
public final class Grid: Widget {
    /// Puts a widget into a cell that may span several.
    public func attach(_ child: Widget, column: Int, row: Int, columns: Int = 1, rows: Int = 1) {
        gtk_grid_attach(ref.cast(), child.widget, gint(column), gint(row), gint(columns), gint(rows))
    }

    /// Takes a widget out.
    public func remove(_ child: Widget) { gtk_grid_remove(ref.cast(), child.widget) }
}

/// A widget with others lying on top.
public final class Overlay: Widget {
    /// Makes one around nothing.
    public convenience init() {
        self.init(ref: GObjectRef(sinking: gtk_overlay_new()))
    }

    /// What lies at the bottom and has the say in sizes.
    public func setChild(_ child: Widget) { gtk_overlay_set_child(ref.opaque, child.widget) }

    /// Lays a widget on top.
    public func add(_ child: Widget) { gtk_overlay_add_overlay(ref.opaque, child.widget) }

    /// Takes a widget off the top.
    public func remove(_ child: Widget) { gtk_overlay_remove_overlay(ref.opaque, child.widget) }
}

/// A place to drag the window by.
public final class WindowHandle: Widget {
    /// Makes one around something.
    public convenience init(child: Widget) {
        self.init(ref: GObjectRef(sinking: gtk_window_handle_new()))
        gtk_window_handle_set_child(ref.opaque, child.widget)
    }
}

/// Pages of which one is shown.
public final class Stack: Widget {
    /// The name of the page that is shown.
    public var page: String {
        get { gtk_stack_get_visible_child_name(ref.opaque).map { String(cString: $0) } ?? "" }
        set {
            guard newValue != page else { return }
            gtk_stack_set_visible_child_name(ref.opaque, newValue)
        }
    }

    /// Adds a page; with a title where a list of pages shows one.
    public func add(_ child: Widget, page: String, title: String? = nil) {
        if let title {
            gtk_stack_add_titled(ref.opaque, child.widget, page, title)
        } else {
            gtk_stack_add_named(ref.opaque, child.widget, page)
        }
    }
}

/// A column that may be higher than its place.
public final class Scroller: Widget {
    /// Makes one around a column.
    public convenience init(child: Widget) {
        self.init(ref: GObjectRef(sinking: gtk_scrolled_window_new()))
        gtk_scrolled_window_set_policy(ref.opaque, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC)
        gtk_scrolled_window_set_child(ref.opaque, child.widget)
    }

    /// Shows the end, once what was just added has its size.
    public func scrollToEnd() {
        Task { [ref] in
            guard let adjustment = gtk_scrolled_window_get_vadjustment(ref.opaque) else { return }
            gtk_adjustment_set_value(adjustment, gtk_adjustment_get_upper(adjustment))
        }
    }
}

/// A heading that shows or hides what is beneath it.
public final class Expander: Widget {
    /// The heading.
    public var label: String {
        get { gtk_expander_get_label(ref.opaque).map { String(cString: $0) } ?? "" }
        set {
            guard newValue != label else { return }
            gtk_expander_set_label(ref.opaque, newValue)
            setAccessibleName(newValue)
        }
    }

    /// Whether what is beneath can be seen.
    public var isExpanded: Bool {
        get { gtk_expander_get_expanded(ref.opaque) != 0 }
        set { gtk_expander_set_expanded(ref.opaque, newValue ? 1 : 0) }
    }
}

/// A widget that slides in and out.
public final class Revealer: Widget {
    /// Makes one that slides its child up from below.
    public convenience init(child: Widget) {
        self.init(ref: GObjectRef(sinking: gtk_revealer_new()))
        gtk_revealer_set_transition_type(ref.opaque, GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP)
        gtk_revealer_set_child(ref.opaque, child.widget)
    }

    /// Whether the child can be seen.
    public var isRevealed: Bool {
        get { gtk_revealer_get_reveal_child(ref.opaque) != 0 }
        set { gtk_revealer_set_reveal_child(ref.opaque, newValue ? 1 : 0) }
    }
}
