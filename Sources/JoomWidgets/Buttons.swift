// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// Something to press.
public class Button: Widget {
    /// Makes a button with a text.
    public convenience init(label: String) {
        self.init(ref: GObjectRef(sinking: gtk_button_new_with_label(label)))
    }

    /// Makes a button with an icon only, and the name it then needs.
    public convenience init(icon: String, name: String) {
        self.init(ref: GObjectRef(sinking: gtk_button_new_from_icon_name(icon)))
        setAccessibleName(name)
        setTooltip(name)
    }

    /// Makes a button around something larger than a text.
    public convenience init(content: Widget) {
        self.init(ref: GObjectRef(sinking: gtk_button_new()))
        gtk_button_set_child(ref.cast(), content.widget)
    }

    /// The text on it.
    public var label: String {
        get { gtk_button_get_label(ref.cast()).map { String(cString: $0) } ?? "" }
        set { gtk_button_set_label(ref.cast(), newValue) }
    }

    /// Runs `handler` when it is pressed by pointer, key or assistive program.
    public func onClick(_ handler: @escaping @MainActor () -> Void) {
        keep(.main(ref, "clicked", handler))
    }

    /// Makes it the one that Enter presses in an entry of the window.
    public func setDefault(of window: Window) {
        gtk_window_set_default_widget(window.ref.cast(), widget)
    }
}

/// A button that shows one of two states; the owner sets the state, a press only asks for the other.
public final class ToggleButton: Button {
    /// Makes one around an icon or something larger.
    public convenience init(child: Widget) {
        self.init(ref: GObjectRef(sinking: gtk_toggle_button_new()))
        gtk_button_set_child(ref.cast(), child.widget)
    }

    /// Whether it looks and is read out as pressed.
    public var isActive: Bool {
        get { gtk_toggle_button_get_active(ref.cast()) != 0 }
        set {
            guard newValue != isActive else { return }
            gtk_toggle_button_set_active(ref.cast(), newValue ? 1 : 0)
        }
    }
}

/// Something that is on or off.
public final class Switch: Widget {
    private var isUpdating = false

    /// Makes one that is off.
    public convenience init() { self.init(ref: GObjectRef(sinking: gtk_switch_new())) }

    /// Whether it is on; setting it is not told to `onChange`.
    public var isActive: Bool {
        get { gtk_switch_get_active(ref.opaque) != 0 }
        set {
            guard newValue != isActive else { return }
            isUpdating = true
            defer { isUpdating = false }
            gtk_switch_set_active(ref.opaque, newValue ? 1 : 0)
        }
    }

    /// Runs `handler` when a person turns it on or off.
    public func onChange(_ handler: @escaping @MainActor (Bool) -> Void) {
        keep(
            .mainNotify(ref, "active") { [weak self] in
                guard let self, !self.isUpdating else { return }
                handler(self.isActive)
            }
        )
    }
}

/// A number between two others, to be dragged.
public final class Scale: Widget {
    private var isUpdating = false

    /// Makes one.
    ///
    /// - Parameters:
    ///   - range: from its left end to its right end.
    ///   - step: what a press of a key changes.
    ///   - value: where it stands to begin with.
    public convenience init(range: ClosedRange<Double>, step: Double, value: Double) {
        let (low, high) = (range.lowerBound, range.upperBound)
        self.init(ref: GObjectRef(sinking: gtk_scale_new_with_range(GTK_ORIENTATION_HORIZONTAL, low, high, step)))
        gtk_range_set_value(ref.cast(), value)
        gtk_widget_set_size_request(widget, 140, -1)
    }

    /// Where it stands.
    public var value: Double {
        get { gtk_range_get_value(ref.cast()) }
        set {
            guard newValue != value else { return }
            isUpdating = true
            gtk_range_set_value(ref.cast(), newValue)
            isUpdating = false
        }
    }

    /// Marks a number.
    public func mark(_ value: Double) { gtk_scale_add_mark(ref.cast(), value, GTK_POS_BOTTOM, nil) }

    /// Runs `handler` with the number whenever a person moves it; not when the owner sets it.
    public func onChange(_ handler: @escaping @MainActor (Double) -> Void) {
        keep(
            .main(ref, "value-changed") { [weak self] in
                guard let self, !self.isUpdating else { return }
                handler(self.value)
            }
        )
    }
}

/// A button that opens a menu, or another small window over the large one.
public final class MenuButton: Widget {
    /// Makes one around an icon or something larger.
    ///
    /// - Parameters:
    ///   - child: what is on it.
    ///   - content: what the small window has in it.
    public convenience init(child: Widget, content: Widget) {
        self.init(ref: GObjectRef(sinking: gtk_menu_button_new()))
        gtk_menu_button_set_child(ref.opaque, child.widget)
        let popover = Widget(ref: GObjectRef(sinking: gtk_popover_new()))
        gtk_popover_set_child(popover.ref.cast(), content.widget)
        gtk_menu_button_set_popover(ref.opaque, popover.widget)
    }

    /// Opens the menu.
    public func open() { gtk_menu_button_popup(ref.opaque) }

    /// Closes it.
    public func close() { gtk_menu_button_popdown(ref.opaque) }
}
