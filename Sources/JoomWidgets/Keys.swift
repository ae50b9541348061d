// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

extension Window {
    /// Runs handlers while a key is held down, where no widget with the focus wants it and no other key is held with it.
    ///
    /// - Parameters:
    ///   - key: its name as `gdk_keyval_from_name` knows it, such as `space`.
    ///   - press: the key is down; returns false to want nothing of it.
    ///   - release: the key is up again, or the window is no longer the one that hears keys.
    public func onHold(
        _ key: String,
        press: @escaping @MainActor @Sendable () -> Bool,
        release: @escaping @MainActor @Sendable () -> Void
    ) {
        guard let controller = gtk_event_controller_key_new() else { return }
        let wanted = gdk_keyval_from_name(key)
        let modifiers =
            GDK_CONTROL_MASK.rawValue | GDK_ALT_MASK.rawValue | GDK_SUPER_MASK.rawValue | GDK_SHIFT_MASK.rawValue
        let ref = GObjectRef(retaining: controller)
        keep(.keyPressed(ref) { value, state in value == wanted && state & modifiers == 0 && press() })
        keep(.keyReleased(ref) { value in if value == wanted { release() } })
        keep(
            .mainNotify(self.ref, "is-active") { [weak self] in
                guard let self, gtk_window_is_active(self.ref.cast()) == 0 else { return }
                release()
            }
        )
        gtk_widget_add_controller(widget, controller)
    }
}

extension Widget {
    /// Runs `handler` when the pointer comes upon it, and when it goes.
    public func onHover(_ handler: @escaping @MainActor @Sendable (Bool) -> Void) {
        guard let controller = gtk_event_controller_motion_new() else { return }
        let ref = GObjectRef(retaining: controller)
        keep(
            .mainNotify(ref, "contains-pointer") {
                handler(gtk_event_controller_motion_contains_pointer(ref.opaque) != 0)
            }
        )
        gtk_widget_add_controller(widget, controller)
    }

    /// Takes the keyboard when the pointer presses on it and nothing in it wants the press.
    public func takeFocusOnPress() {
        guard let gesture = gtk_gesture_click_new() else { return }
        keep(.begin(GObjectRef(retaining: gesture)) { [weak self] in self?.grabFocus() })
        gtk_widget_add_controller(widget, gesture)
    }
}
