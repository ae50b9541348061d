// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// A text to read.
public final class Label: Widget {
    /// Makes a label.
    public convenience init(_ text: String) {
        self.init(ref: GObjectRef(sinking: gtk_label_new(text)))
    }

    /// The text, taken as it is.
    public var text: String {
        get { gtk_label_get_text(ref.opaque).map { String(cString: $0) } ?? "" }
        set {
            guard newValue != text else { return }
            gtk_label_set_text(ref.opaque, newValue)
        }
    }

    /// Breaks lines that are too long for the place.
    public func wrap(maximumCharacters: Int) {
        gtk_label_set_wrap(ref.opaque, 1)
        gtk_label_set_wrap_mode(ref.opaque, PANGO_WRAP_WORD_CHAR)
        gtk_label_set_max_width_chars(ref.opaque, gint(clamping: maximumCharacters))
        gtk_label_set_xalign(ref.opaque, 0)
    }

    /// Shows a text as it is, but for web addresses, which can be opened.
    public func showWithLinks(_ text: String) { gtk_label_set_markup(ref.opaque, LinkedText.markup(text)) }

    /// Lets people select and copy it.
    public func setSelectable() { gtk_label_set_selectable(ref.opaque, 1) }

    /// Puts each line in the middle.
    public func centerLines() {
        gtk_label_set_justify(ref.opaque, GTK_JUSTIFY_CENTER)
        gtk_label_set_xalign(ref.opaque, 0.5)
    }

    /// Cuts the end off a text that is too long for the place.
    public func ellipsize() { gtk_label_set_ellipsize(ref.opaque, PANGO_ELLIPSIZE_END) }
}

/// A line to type into.
public final class Entry: Widget {
    /// Makes an empty one.
    public convenience init() { self.init(ref: GObjectRef(sinking: gtk_entry_new())) }

    /// Shows a text in its place while it is empty.
    public func setPlaceholder(_ text: String) { gtk_entry_set_placeholder_text(ref.cast(), text) }

    /// Shows dots in place of what is typed, as for a password.
    public func hideText() {
        gtk_entry_set_visibility(ref.cast(), 0)
        gtk_entry_set_input_purpose(ref.cast(), GTK_INPUT_PURPOSE_PASSWORD)
    }

    /// Takes so many characters at the most.
    public func setMaximumLength(_ length: Int) { gtk_entry_set_max_length(ref.cast(), gint(clamping: length)) }

    /// What it holds.
    public var text: String {
        get { gtk_editable_get_text(ref.opaque).map { String(cString: $0) } ?? "" }
        set {
            guard newValue != text else { return }
            gtk_editable_set_text(ref.opaque, newValue)
            gtk_editable_set_position(ref.opaque, -1)
        }
    }

    /// Runs `handler` whenever the text changes.
    public func onChange(_ handler: @escaping @MainActor () -> Void) {
        keep(.main(ref, "changed", handler))
    }

    /// Runs `handler` when Enter is pressed.
    public func onActivate(_ handler: @escaping @MainActor () -> Void) {
        keep(.main(ref, "activate", handler))
    }
}

/// An icon of the theme.
public final class Icon: Widget {
    /// Makes an icon by its name in the theme.
    public convenience init(_ name: String) {
        self.init(ref: GObjectRef(sinking: gtk_image_new_from_icon_name(name)))
    }

    /// Shows another icon of the theme.
    public func show(_ name: String) { gtk_image_set_from_icon_name(ref.opaque, name) }
}

/// Turns while something takes its time.
public final class Spinner: Widget {
    /// Whether it turns.
    public var isSpinning: Bool {
        get { gtk_spinner_get_spinning(ref.opaque) != 0 }
        set { gtk_spinner_set_spinning(ref.opaque, newValue ? 1 : 0) }
    }
}

/// A bar that shows how much.
public final class LevelBar: Widget {
    /// 0...1.
    public var value: Double {
        get { gtk_level_bar_get_value(ref.opaque) }
        set { gtk_level_bar_set_value(ref.opaque, min(max(newValue, 0), 1)) }
    }
}
