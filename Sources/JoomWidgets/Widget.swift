// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
package import GLibKit

/// A part of a window; owns a reference to its GTK widget and to the handlers on it.
@MainActor
public class Widget {
    package let ref: GObjectRef
    private var connections: [SignalConnection] = []

    package required init(ref: GObjectRef) {
        self.ref = ref
    }

    // Isolated, empty: the last reference to a widget must go on the main thread, whoever drops this object.
    isolated deinit {}

    var widget: UnsafeMutablePointer<GtkWidget> { ref.cast() }

    /// Keeps a handler as long as this object lives.
    func keep(_ connection: SignalConnection) { connections.append(connection) }

    /// Whether it takes room and is drawn.
    public var isVisible: Bool {
        get { gtk_widget_get_visible(widget) != 0 }
        set { gtk_widget_set_visible(widget, newValue ? 1 : 0) }
    }

    /// Whether a person can use it.
    public var isSensitive: Bool {
        get { gtk_widget_get_sensitive(widget) != 0 }
        set { gtk_widget_set_sensitive(widget, newValue ? 1 : 0) }
    }

    /// Its width on the screen, in px; 0 before it was shown.
    public var width: Int { Int(gtk_widget_get_width(widget)) }

    /// Its height on the screen, in px; 0 before it was shown.
    public var height: Int { Int(gtk_widget_get_height(widget)) }

    /// Adds or takes away a style class.
    public func setClass(_ name: String, _ isOn: Bool = true) {
        if isOn {
            gtk_widget_add_css_class(widget, name)
        } else {
            gtk_widget_remove_css_class(widget, name)
        }
    }

    /// Sets the text shown under a resting pointer, and read out as a description.
    public func setTooltip(_ text: String?) {
        // GTK asks the X server for the pointer each time, and waits for the answer.
        guard text != gtk_widget_get_tooltip_text(widget).map({ String(cString: $0) }) else { return }
        gtk_widget_set_tooltip_text(widget, text)
    }

    /// Sets what a screen reader calls it; needed wherever it shows no text of its own.
    public func setAccessibleName(_ name: String) { joom_accessible_set_label(widget, name) }

    /// Sets the least size, in px; -1 leaves a direction to its content.
    public func setMinimumSize(width: Int = -1, height: Int = -1) {
        gtk_widget_set_size_request(widget, gint(clamping: width), gint(clamping: height))
    }

    /// Sets the room around it, in px.
    public func setMargin(_ margin: Int) {
        let margin = gint(clamping: margin)
        gtk_widget_set_margin_start(widget, margin)
        gtk_widget_set_margin_end(widget, margin)
        gtk_widget_set_margin_top(widget, margin)
        gtk_widget_set_margin_bottom(widget, margin)
    }

    /// Sets the room below it, in px.
    public func setBottomMargin(_ margin: Int) { gtk_widget_set_margin_bottom(widget, gint(clamping: margin)) }

    /// Where it stands when its place is larger than it.
    public func setAlignment(horizontal: Alignment? = nil, vertical: Alignment? = nil) {
        if let horizontal { gtk_widget_set_halign(widget, horizontal.value) }
        if let vertical { gtk_widget_set_valign(widget, vertical.value) }
    }

    /// Whether it takes room that nobody else wants.
    public func setExpand(horizontal: Bool, vertical: Bool) {
        gtk_widget_set_hexpand(widget, horizontal ? 1 : 0)
        gtk_widget_set_vexpand(widget, vertical ? 1 : 0)
    }

    /// Lets what lies beneath shine through: 0 is invisible but keeps its place, 1 is opaque.
    public func setOpacity(_ opacity: Double) { gtk_widget_set_opacity(widget, opacity) }

    /// Cuts its content off at its rounded corners.
    public func clipToShape() { gtk_widget_set_overflow(widget, GTK_OVERFLOW_HIDDEN) }

    /// Lets pointer events through to what lies beneath.
    public func ignorePointer() { gtk_widget_set_can_target(widget, 0) }

    /// Gives it the keyboard.
    public func grabFocus() { gtk_widget_grab_focus(widget) }

    /// Gives the keyboard to the first in it that takes it.
    public func focusFirst() { gtk_widget_child_focus(widget, GTK_DIR_TAB_FORWARD) }

    /// Whether it has the keyboard, or something in it.
    public var hasFocusWithin: Bool {
        gtk_widget_get_state_flags(widget).rawValue & GTK_STATE_FLAG_FOCUS_WITHIN.rawValue != 0
    }
}

/// Where a widget stands in a place larger than it.
public enum Alignment: Sendable {
    /// Takes all of the place.
    case fill
    /// At the side where reading starts, or at the top.
    case start
    /// At the other side, or at the bottom.
    case end
    /// In the middle.
    case center

    var value: GtkAlign {
        switch self {
        case .fill: GTK_ALIGN_FILL
        case .start: GTK_ALIGN_START
        case .end: GTK_ALIGN_END
        case .center: GTK_ALIGN_CENTER
        }
    }
}
