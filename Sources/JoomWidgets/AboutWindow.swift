// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// What the program is, in a window of its own.
public final class AboutWindow: Widget {
    /// Fills the window in.
    ///
    /// - Parameters:
    ///   - name: the program's name.
    ///   - icon: its icon in the theme.
    ///   - version: its version.
    ///   - comments: what it is for, in a few words.
    public convenience init(name: String, icon: String, version: String, comments: String) {
        self.init(ref: GObjectRef(sinking: gtk_about_dialog_new()))
        let dialog = ref.opaque
        gtk_about_dialog_set_program_name(dialog, name)
        // Run from its build directory, the program has no icon in the theme.
        if gtk_icon_theme_has_icon(gtk_icon_theme_get_for_display(gdk_display_get_default()), icon) != 0 {
            gtk_about_dialog_set_logo_icon_name(dialog, icon)
        } else {
            gtk_about_dialog_set_logo_icon_name(dialog, "camera-web-symbolic")
        }
        gtk_about_dialog_set_version(dialog, version)
        gtk_about_dialog_set_comments(dialog, comments)
        gtk_about_dialog_set_license_type(dialog, GTK_LICENSE_GPL_3_0)
    }

    /// Shows it in front of another window.
    public func present(over window: Window) {
        gtk_window_set_transient_for(ref.cast(), window.ref.cast())
        gtk_window_set_modal(ref.cast(), 1)
        gtk_window_present(ref.cast())
    }
}
