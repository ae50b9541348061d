// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// Plugins that are switched on and off while the program runs.
extension Conductor {
    /// Switches one, and shows what came of it.
    func use(_ module: String, _ isOn: Bool) {
        if !plugins.set(module, on: isOn) {
            say(tr("What you chose holds until Joom ends: your settings cannot be written. Is the disk full?"))
        }
        showPlugins()
    }

    /// Says it when one breaks.
    func followPlugins() {
        plugins.onFailure = { [weak self] listing in
            self?.showPlugins()
            self?.say(UserText.broken(listing))
        }
    }

    private func showPlugins() {
        controller.use(plugins.registry)
        // A plugin may bring effects, or have taken its own along.
        preferences?.replace(effectsPage())
        preferences?.update(snapshot)
    }
}
