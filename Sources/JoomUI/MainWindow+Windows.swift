// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// The small windows that open over it.
extension MainWindow {
    /// Shows all keys.
    func showShortcuts() {
        guard let shortcuts: Window = try? Builder(.shortcuts).widget("shortcuts") else { return }
        window.own(shortcuts)
        shortcuts.present()
    }

    /// Shows what this program is.
    func showAbout() {
        AboutWindow(
            name: AppIdentity.name,
            icon: AppIdentity.id,
            version: AppIdentity.version,
            comments: tr("Video calls without an account")
        ).present(over: window)
    }
}
