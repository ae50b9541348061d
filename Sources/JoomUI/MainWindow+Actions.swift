// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// What its menu and keys do.
extension MainWindow {
    func addActions() {
        add("leave") { $0.send(.leave) }
        add("copy-link") { $0.send(.copyLink) }
        add("invite") { $0.invite() }
        add("open-network") { $0.send(.openToNetwork(true)) }
        add("close-network") { $0.send(.openToNetwork(false)) }
        add("microphone") { $0.send(.setMicrophone(!$0.snapshot.isMicrophoneEnabled)) }
        add("screen") { if $0.snapshot.screen != .choosing { $0.send(.shareScreen($0.snapshot.screen == .off)) } }
        add("another-screen") { $0.send(.shareAnotherScreen) }
        add("camera") { $0.send(.setCamera(!$0.snapshot.isCameraEnabled)) }
        add("move-self") { $0.call.moveSelf(to: $0.call.corner.next) }
        add("layout") { main in
            main.call.layout = main.call.layout.next
            main.send(.arrange(main.call.layout))
            main.toast(main.call.layout.title)
        }
        add("small") { $0.toggleSmall() }
        let showsSelf = Action("show-self", isOn: true) { [weak self] in self?.send(.showSelf($0)) }
        actions["show-self"] = showsSelf
        window.add(showsSelf)
        let watches = Action("watch", isOn: false) { [weak self] in self?.send(.watchThisRoom($0)) }
        actions["watch"] = watches
        window.add(watches)
        add("statistics") { $0.send(.openStatistics) }
        add("people") { $0.call.peopleMenu.open() }
        add("panel") { $0.call.addOns.toggle() }
        add("fullscreen") { $0.toggleFullscreen() }
        add("dismiss") { $0.dismiss() }
        window.setKey("Escape", for: "win.dismiss")
        add("menu") { $0.menu.open() }
        add("preferences") { $0.send(.openPreferences) }
        add("shortcuts") { $0.showShortcuts() }
        add("about") { $0.showAbout() }
        add("close") { $0.leaveOrClose() }
    }

    func enable(_ name: String, _ isEnabled: Bool) { actions[name]?.isEnabled = isEnabled }

    private func add(_ name: String, _ run: @escaping @MainActor @Sendable (MainWindow) -> Void) {
        let action = Action(name) { [weak self] in
            guard let self else { return }
            run(self)
        }
        actions[name] = action
        window.add(action)
    }

    /// The keys of the window's actions.
    static let keys: [(action: String, keys: [String])] = [
        ("win.microphone", ["<Control>d"]),
        ("win.camera", ["<Control>e"]),
        ("win.screen", ["<Control><Shift>e"]),
        ("win.copy-link", ["<Control>l"]),
        ("win.close", ["<Control>w"]),
        ("win.panel", ["F9"]),
        ("win.fullscreen", ["F11"]),
        ("win.layout", ["<Control><Shift>l"]),
        ("win.move-self", ["<Control><Shift>s"]),
        ("win.small", ["<Control><Shift>p"]),
        ("win.menu", ["F10"]),
        ("win.preferences", ["<Control>comma"]),
        ("win.shortcuts", ["<Control>question"]),
    ]

    // MARK: Keys of one letter

    /// Beside the action that a longer key has too, so that they can be switched off alone.
    static let singleKeys = [
        "m": "microphone-key", "v": "camera-key", "t": "statistics-key", "p": "people-key", "c": "panel-key",
    ]

    func addSingleKeys() {
        add("microphone-key") { $0.send(.setMicrophone(!$0.snapshot.isMicrophoneEnabled)) }
        add("camera-key") { $0.send(.setCamera(!$0.snapshot.isCameraEnabled)) }
        add("statistics-key") { $0.send(.openStatistics) }
        add("people-key") { if $0.isInCall { $0.call.peopleMenu.open() } }
        add("panel-key") { if $0.isInCall { $0.call.addOns.toggle() } }
        for (key, action) in Self.singleKeys { window.setKey(key, for: "win." + action) }
        window.onHold("space") { [weak self] in
            self?.pressToTalk() ?? false
        } release: { [weak self] in
            guard let self, self.talk.release() else { return }
            self.send(.setMicrophone(false))
        }
    }

    private func pressToTalk() -> Bool {
        guard usesSingleKeys else { return false }
        switch talk.press(isInCall: snapshot.room != nil, isMuted: !snapshot.isMicrophoneEnabled) {
        case .nothing: return false
        case .goOn: return true
        case .talk:
            send(.setMicrophone(true))
            return true
        }
    }

    private func toggleFullscreen() {
        let isLeaving = window.isFullscreen
        window.isFullscreen = !isLeaving
        // The title bar goes, and with it the menu that leads back.
        if !isLeaving { toast(tr("Press Escape or F11 to leave full screen")) }
    }

    /// What Escape does where no popup takes it: back by one step.
    private func dismiss() {
        if window.isFullscreen {
            window.isFullscreen = false
        } else if isSmall {
            enlarge()
        } else if toaster.text != nil {
            toaster.dismissMessage()
        } else {
            banner.hide()
        }
    }

    private func leaveOrClose() {
        switch snapshot.phase {
        case .joining, .knocking, .joined: send(.leave)
        case .idle, .leaving, .ended: window.close()
        }
    }
}
