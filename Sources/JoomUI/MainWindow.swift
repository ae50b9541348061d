// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets
import PluginKit

/// Joom's window: a picture of the snapshot, and intents from its controls, menus and keys.
@MainActor
final class MainWindow {
    let window: Window
    let form: RoomForm
    let call: CallView
    private let title: Label
    private let subtitle: Label
    private let menu: MenuButton
    private let pages: Stack
    let banner: Banner
    let toaster: Toaster
    let send: @MainActor (Intent) -> Void
    private var actions: [String: Action] = [:]
    private var talk = PushToTalk()
    private var mutedSpeech = MutedSpeech()
    private(set) var snapshot = CallSnapshot()
    var invitation = Invitation()
    var invitationWindow: InvitationWindow?
    private var lastNotice = 0
    private var size = WindowSize.regular

    init(
        send: @escaping @MainActor (Intent) -> Void,
        showPicture: @escaping @MainActor (ParticipantID, VideoPane?) -> Void
    ) throws(BuilderError) {
        let builder = try Builder(.window)
        window = try builder.widget("window")
        title = try builder.widget("title")
        subtitle = try builder.widget("subtitle")
        menu = try builder.widget("menu")
        pages = try builder.widget("pages")
        banner = try Banner(builder: builder)
        toaster = Toaster(dismissName: tr("Close This Message"))
        form = try RoomForm(send: send)
        call = try CallView(send: send, showPicture: showPicture)
        self.send = send
        let overlay: Overlay = try builder.widget("overlay")
        overlay.add(toaster.widget)
        pages.add(form.root, page: "form")
        pages.add(call.root, page: "call")
        window.setDefaultSize(width: 1000, height: 640)
        window.title = AppIdentity.name
        window.setClass("devel", Product.isDevelopment)
        addActions()
        addSingleKeys()
        window.onResize { [weak self] width, height in self?.layOut(WindowSize(width: width, height: height)) }
        window.onDropFile { path in
            send(.offerEffect(path: path))
            return true
        }
        layOut(size)
        update(snapshot)
        form.focus(in: window)
    }

    // MARK: Showing

    /// Shows a moment of the call: the only way to change what is on the screen.
    func update(_ snapshot: CallSnapshot) {
        let before = self.snapshot
        self.snapshot = snapshot
        let page = Self.page(for: snapshot.phase)
        form.update(snapshot)
        call.update(snapshot)
        hintAtMuting()
        for entry in call.addOns.update(snapshot.panels) {
            let name = entry.author?.name ?? tr("Guest")
            toast(tr("{name}: {text}", ["name": name, "text": String(entry.text.prefix(80))]))
        }
        let isNewPage = pages.page != page
        pages.page = page
        showTitle()
        showBanner(before: before)
        // What happened in a call is of no interest on the form that follows it.
        if isNewPage, page == "form" { toaster.clear() }
        for notice in snapshot.notices where notice.id > lastNotice {
            lastNotice = notice.id
            guard !showElsewhere(notice.kind) else { continue }
            toaster.show(UserText.sentence(notice.kind))
        }
        enableInviting()
        for name in ["leave", "copy-link", "panel", "people", "move-self", "layout"] {
            actions[name]?.isEnabled = page == "call"
        }
        toaster.widget.setBottomMargin(page == "call" ? 84 : 0)
        if isNewPage, page == "call" { call.focus() }
        if isNewPage, page == "form" { form.focus(in: window) }
    }

    private func hintAtMuting() {
        let isMuted = !snapshot.isMicrophoneEnabled
        guard mutedSpeech.hear(snapshot.microphoneLevel, isMuted: isMuted, isInCall: !snapshot.participants.isEmpty)
        else { return }
        toaster.show(
            tr("You are muted, and the others do not hear you. Hold Space to talk, or press Unmute."),
            for: .seconds(6)
        )
    }

    /// Leaves to the banners and to the waiting page what they say for as long as it is so.
    private func showElsewhere(_ notice: NoticeKind) -> Bool {
        switch notice {
        case .serverLost, .door(.knocked), .door(.waiting): return true
        case .door(.serverCloses):
            banner.show(UserText.sentence(notice))
            return true
        case _: return false
        }
    }

    /// Says something that is not in a snapshot, such as trouble before a call.
    func say(_ message: String) { banner.show(message) }

    /// Whether the page of a call is shown.
    var isInCall: Bool { pages.page == "call" }

    /// Says how the call was.
    func sumUp(_ message: String) {
        banner.show(message, button: tr("Statistics")) { [weak self] in self?.send(.openStatistics) }
    }

    /// Says something that goes by itself.
    func toast(_ message: String) { toaster.show(message, for: .seconds(3)) }

    /// The page of a phase.
    static func page(for phase: CallSnapshot.Phase) -> String {
        switch phase {
        case .idle, .ended: "form"
        case .joining, .knocking, .joined, .leaving: "call"
        }
    }

    private func showTitle() {
        guard let room = snapshot.room else {
            title.text = AppIdentity.name
            subtitle.isVisible = false
            window.title = AppIdentity.name
            return
        }
        title.text = room.rawValue
        window.title = tr("{room} — {program}", ["room": room.rawValue, "program": AppIdentity.name])
        let names = snapshot.participants.map { $0.name ?? tr("Guest") }
        subtitle.text = names.isEmpty ? snapshot.server?.description ?? "" : names.joined(separator: ", ")
        subtitle.isVisible = !subtitle.text.isEmpty
    }

    private func showBanner(before: CallSnapshot) {
        if snapshot.serverTrouble != before.serverTrouble {
            if snapshot.serverTrouble != nil {
                banner.show(UserText.sentence(NoticeKind.serverLost))
            } else {
                banner.hide()
            }
        }
        guard snapshot.phase != before.phase else { return }
        switch snapshot.phase {
        case .joining: banner.hide()
        case .ended(let reason):
            guard let sentence = UserText.sentence(reason) else { return banner.hide() }
            banner.show(sentence, button: tr("Try Again")) { [weak self] in self?.send(.retry) }
        case .idle, .knocking, .joined, .leaving: break
        }
    }

    private func layOut(_ size: WindowSize) {
        self.size = size
        form.layOut(size)
        call.layOut(size)
    }

    // MARK: Actions

    private func addActions() {
        add("leave") { $0.send(.leave) }
        add("copy-link") { $0.send(.copyLink) }
        add("invite") { $0.invite() }
        add("open-network") { $0.send(.openToNetwork(true)) }
        add("close-network") { $0.send(.openToNetwork(false)) }
        add("microphone") { $0.send(.setMicrophone(!$0.snapshot.isMicrophoneEnabled)) }
        add("camera") { $0.send(.setCamera(!$0.snapshot.isCameraEnabled)) }
        add("move-self") { $0.call.moveSelf(to: $0.call.corner.next) }
        add("layout") { main in
            main.call.layout = main.call.layout.next
            main.send(.arrange(main.call.layout))
            main.toast(main.call.layout.title)
        }
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
        ("win.copy-link", ["<Control>l"]),
        ("win.close", ["<Control>w"]),
        ("win.panel", ["F9"]),
        ("win.fullscreen", ["F11"]),
        ("win.layout", ["<Control><Shift>l"]),
        ("win.move-self", ["<Control><Shift>s"]),
        ("win.menu", ["F10"]),
        ("win.preferences", ["<Control>comma"]),
        ("win.shortcuts", ["<Control>question"]),
    ]

    // MARK: Keys of one letter

    /// Whether they do something; a person may switch all of them off, for instance to dictate text.
    var usesSingleKeys = true {
        didSet { for name in Self.singleKeys.values { actions[name]?.isEnabled = usesSingleKeys } }
    }

    /// Beside the action that a longer key has too, so that they can be switched off alone.
    private static let singleKeys = [
        "m": "microphone-key", "v": "camera-key", "t": "statistics-key", "p": "people-key",
    ]

    private func addSingleKeys() {
        add("microphone-key") { $0.send(.setMicrophone(!$0.snapshot.isMicrophoneEnabled)) }
        add("camera-key") { $0.send(.setCamera(!$0.snapshot.isCameraEnabled)) }
        add("statistics-key") { $0.send(.openStatistics) }
        add("people-key") { if $0.isInCall { $0.call.peopleMenu.open() } }
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
