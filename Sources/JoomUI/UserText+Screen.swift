// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets

/// What is said of showing a screen to the others.
extension UserText {
    static func sentence(_ notice: ScreenNotice) -> String {
        switch notice {
        case .unavailable(let reason):
            tr(
                "This desktop lets no program see its screen: {reason}. Install xdg-desktop-portal and the part of it for your desktop, and log in again.",
                ["reason": trimmed(reason)]
            )
        case .ended: tr("Your screen is not shown any more. Press Share Screen to show it again.")
        case .failed(let reason):
            tr(
                "Your screen cannot be shown: {reason}. Try again, or choose another screen or window.",
                ["reason": trimmed(reason)]
            )
        }
    }
}
