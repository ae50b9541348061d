// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomWidgets

/// Plugins that are switched on and off while the program runs.
extension Conductor {
    /// Switches one, and shows what came of it.
    func use(_ module: String, _ isOn: Bool) {
        if !plugins.set(module, on: isOn) {
            say(tr("What you chose holds until Joom ends: your settings cannot be written. Is the disk full?"))
        }
        showPlugins()
        sayWhatIsMissing()
    }

    /// Shows a folder that a plugin puts files into; it may have had none yet.
    func openFolder(_ path: String) {
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        UserFolder.open(path) { [weak self] isOpen in
            guard !isOpen else { return }
            self?.say(tr("No program here shows folders. The files are in {folder}.", ["folder": path]))
        }
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
        sayWhatIsMissing()
        plugins.onFailure = { [weak self] listing in
            self?.showPlugins()
            self?.say(UserText.broken(listing))
        }
    }

    /// Without some plugins there are no calls, and no later moment would say why.
    private func sayWhatIsMissing() {
        if plugins.registry.signaling == nil {
            say(
                tr(
                    "No plugin that is on finds people, so no room can be entered. Switch one on in Preferences, Plugins."
                )
            )
        } else if plugins.registry.peerConnections == nil {
            say(
                tr(
                    "No plugin that is on does sound and video, so there are no calls. Switch one on in Preferences, Plugins."
                )
            )
        }
    }

    private func showPlugins() {
        controller.use(plugins.registry)
        // A plugin may bring effects, or have taken its own along.
        preferences?.replace(effectsPage())
        preferences?.update(snapshot)
    }
}
