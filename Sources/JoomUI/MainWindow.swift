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
    let menu: MenuButton
    private let trackSinks: TrackSinkMenu
    let header: Widget
    /// The size in px to return to from the small window; nil while it is large.
    var largeSize: (width: Int, height: Int)?
    private let pages: Stack
    let banner: Banner
    let toaster: Toaster
    let send: @MainActor (Intent) -> Void
    var actions: [String: Action] = [:]
    var talk = PushToTalk()
    private var mutedSpeech = MutedSpeech()
    var snapshot = CallSnapshot()
    var invitation = Invitation()
    var invitationWindow: InvitationWindow?
    /// The server to propose to those who invite somebody from the Internet; empty for none.
    var proposeServer: @MainActor () -> String = { "" }
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
        header = try builder.widget("header", as: Widget.self)
        pages = try builder.widget("pages")
        banner = try Banner(builder: builder)
        toaster = Toaster(dismissName: tr("Close This Message"))
        form = try RoomForm(send: send)
        call = try CallView(send: send, showPicture: showPicture)
        self.send = send
        trackSinks = TrackSinkMenu(section: try builder.menuSection("track_sinks"), add: window.add, send: send)
        let overlay: Overlay = try builder.widget("overlay")
        overlay.add(toaster.widget)
        pages.add(form.root, page: "form")
        pages.add(call.root, page: "call")
        window.setDefaultSize(width: 1000, height: 640)
        window.title = AppIdentity.name
        window.setClass("devel", Product.isDevelopment)
        addActions()
        addSingleKeys()
        window.onResize { [weak self] width, height in
            self?.layOut(WindowSize(width: width, height: height, textScale: Appearance.textScale))
        }
        window.onActivity { [weak self] in self?.call.isInUse = $0 }
        call.onEnlarge = { [weak self] in self?.enlarge() }
        window.onDropFile { path in
            send(.offerEffect(path: path))
            return true
        }
        layOut(size)
        isRoomWatched = nil
        show(snapshot, before: snapshot)
        form.focus(in: window)
    }

    // MARK: Showing

    /// Shows a moment of the call: the only way to change what is on the screen.
    func update(_ snapshot: CallSnapshot) {
        let before = self.snapshot
        self.snapshot = snapshot
        if Self.page(for: snapshot.phase) == "form" { form.showLevel(in: snapshot) }
        hintAtMuting()
        // How loud the microphone is changes ten times a second, and most often nothing else.
        if !snapshot.isSame(butForLevel: before) { show(snapshot, before: before) }
    }

    private func show(_ snapshot: CallSnapshot, before: CallSnapshot) {
        let page = Self.page(for: snapshot.phase)
        form.update(snapshot)
        call.update(snapshot)
        trackSinks.update(snapshot)
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
        for name in ["leave", "copy-link", "panel", "people", "move-self", "layout", "small"] {
            actions[name]?.isEnabled = page == "call"
        }
        for name in ["screen", "another-screen"] {
            actions[name]?.isEnabled = page == "call" && snapshot.screen != .unavailable
        }
        toaster.widget.setBottomMargin(page == "call" ? 84 : 0)
        if isNewPage, page == "call" { call.focus() }
        if page == "form" { enlarge() }
        if isNewPage, page == "form" { form.focus(in: window) }
    }

    private func hintAtMuting() {
        let isMuted = !snapshot.isMicrophoneEnabled
        guard mutedSpeech.hear(snapshot.microphoneLevel, isMuted: isMuted, isInCall: !snapshot.participants.isEmpty)
        else { return }
        let sentence =
            usesSingleKeys
            ? tr("You are muted, and the others do not hear you. Hold Space to talk, or press Unmute.")
            : tr("You are muted, and the others do not hear you. Press Unmute to talk.")
        toaster.show(sentence, for: .seconds(6))
    }

    /// Leaves to the banners and to the waiting page what they say for as long as it is so.
    private func showElsewhere(_ notice: NoticeKind) -> Bool {
        switch notice {
        case .serverLost, .door(.knocked), .door(.waiting): return true
        case .door(.serverCloses), .trackSink(.failed):
            banner.show(UserText.sentence(notice))
            return true
        case _: return false
        }
    }

    /// Says something that is not in a snapshot, such as trouble before a call.
    func say(_ message: String) { banner.show(message) }

    /// Whether the page of a call is shown.
    var isInCall: Bool { pages.page == "call" }

    /// Says something that there is a way out of.
    func offer(_ message: String, button: String, _ intent: Intent) {
        banner.show(message, button: button) { [weak self] in self?.send(intent) }
    }

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

    func showTitle() {
        defer { if isSmall { window.title = tr("Picture in Picture") } }
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
            guard let sentence = UserText.sentence(reason, of: invitation.entered) else { return banner.hide() }
            banner.show(sentence, button: tr("Try Again")) { [weak self] in self?.send(.retry) }
        case .idle, .knocking, .joined, .leaving: break
        }
    }

    private func layOut(_ size: WindowSize) {
        self.size = size
        form.layOut(size)
        call.layOut(size)
    }

    /// Whether we see ourselves beside the others.
    var showsSelf: Bool {
        get { call.showsSelf }
        set {
            call.showsSelf = newValue
            actions["show-self"]?.isOn = newValue
        }
    }

    /// Whether the room that we are in is watched; nil outside one that could be.
    var isRoomWatched: Bool? {
        didSet {
            actions["watch"]?.isOn = isRoomWatched == true
            actions["watch"]?.isEnabled = isRoomWatched != nil
        }
    }

    /// Whether keys of one letter do something; a person may switch all of them off, for instance to dictate text.
    var usesSingleKeys = true {
        didSet { for name in Self.singleKeys.values { actions[name]?.isEnabled = usesSingleKeys } }
    }
}
