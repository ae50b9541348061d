// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

extension Conductor {
    /// The pages of the preferences window, in order; a new one is one more line here.
    func preferencesPages() -> [any PreferencesPage] {
        let send: @MainActor (Intent) -> Void = { [weak self] in self?.perform($0) }
        return [
            GeneralPage(memory: memory, send: send),
            SoundAndVideoPage(send: send),
            effectsPage(),
            NetworkPage(memory.network, send: send),
            PluginsPage(plugins, send: send),
            PrivacyPage(memory: memory, send: send),
        ]
    }

    /// Encodes pictures so in new calls.
    func use(_ codec: VideoCodec) {
        memory.videoCodec = codec
        controller.setVideoCodec(codec)
    }

    /// Finds its way so with the next connections.
    func use(_ options: NetworkOptions) {
        memory.network = options
        controller.network = options
    }

    /// Is as at the first start: nothing is known of anybody, and every choice is the usual one.
    func forgetEverything() {
        memory.forget()
        volumes.forget()
        controller.forgetScreens()
        window?.form.fill(room: "", name: "", server: "")
        listenAtDoors()
        window?.form.offer(memory.recentRooms)
        perform(.rename(""))
        applyMemory()
        use([])
        effectsSaver?.cancel()
        effectsSaver = nil
        preferences?.window.close()
        window?.toast(tr("Joom knows nothing of you any more."))
    }

    /// Opens the window, or brings the one that is open to the front.
    func openPreferences() {
        guard preferences == nil, let main = window else { return preferences?.window.present() ?? () }
        guard let fresh = try? PreferencesWindow(pages: preferencesPages()) else { return }
        preferences = fresh
        fresh.update(snapshot)
        main.window.own(fresh.window)
        fresh.window.onDropFile { [weak self] path in
            self?.perform(.offerEffect(path: path))
            return true
        }
        fresh.window.onClose { [weak self] in
            self?.preferences = nil
            return false
        }
        fresh.window.present()
    }
}
