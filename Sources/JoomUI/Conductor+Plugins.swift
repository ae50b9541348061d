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

    /// Says it when one breaks, and when one broke an earlier start.
    func followPlugins() {
        plugins.onChange = { [weak self] in self?.showPlugins() }
        if !plugins.broughtDown.isEmpty {
            let names = plugins.broughtDown.map(UserText.name).joined(separator: ", ")
            say(
                tr(
                    "Joom did not come through its last start with {plugins}, so that is off. See Preferences, Plugins.",
                    ["plugins": names]
                )
            )
        }
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
