// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// What the desktop shows to a person who looks elsewhere. It keeps to what they chose there, such as Do Not Disturb.
extension Application {
    /// Something to say, with one button.
    public struct Notification: Hashable, Sendable {
        /// Takes the place of an earlier one of this id.
        public let id: String
        /// What it says.
        public let title: String
        /// What the button says.
        public let button: String
        /// What the button does, such as `app.join`; an action with a text.
        public let action: String
        /// The text that the action hears.
        public let target: String

        /// Describes it.
        public init(id: String, title: String, button: String, action: String, target: String) {
            self.id = id
            self.title = title
            self.button = button
            self.action = action
            self.target = target
        }
    }

    /// Shows a notification, of usual weight: only urgent ones go through where a person wants to be left alone.
    public func show(_ notification: Notification) {
        let shown = GObjectRef(taking: g_notification_new(notification.title))
        g_notification_add_button_with_target_value(
            shown.opaque,
            notification.button,
            notification.action,
            g_variant_new_string(notification.target)
        )
        g_application_send_notification(ref.cast(), notification.id, shown.opaque)
    }

    /// Takes a notification back; nothing happens where it is gone.
    public func withdrawNotification(_ id: String) { g_application_withdraw_notification(ref.cast(), id) }
}
