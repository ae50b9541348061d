// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// Where a call takes place: the others large, ourselves small, the controls beneath; or the link, while alone.
@MainActor
final class CallView {
    let root: Box
    let knocks: KnockBar
    let recordings: RecordingBar
    let peopleMenu: PeopleMenu
    /// What people do together besides.
    let addOns: AddOnSide
    let selfTile = ParticipantTile(size: .small, fit: .cover, isMirrored: true)
    private let stage: Overlay
    private let people: PeopleGrid
    private let waiting: WaitingPage
    private let pages: Stack
    private let camera: DropDown
    private let mute: CallControl
    private let cameraToggle: CallControl
    private let screenToggle: CallControl
    private let screenBox: Box
    private let leave: Button
    private let leaveCaption: Label
    private let copyLink: Button
    private let copyLinkCaption: Label
    private let mainControls: Box
    private let controls: Widget
    private let smallControls: SmallControls
    /// Runs when a person wants the large window back.
    var onEnlarge: @MainActor () -> Void {
        get { smallControls.onEnlarge }
        set { smallControls.onEnlarge = newValue }
    }
    private var isPointedAt = false {
        didSet { showSmallControls() }
    }
    /// Whether the window is the one in use.
    var isInUse = false {
        didSet { showSmallControls() }
    }
    private let send: @MainActor (Intent) -> Void
    private var snapshot = CallSnapshot()
    private var menu: DeviceMenu?
    private var isSelfInCorner = false
    /// Where our own picture is while it lies on another; the owner remembers it.
    var corner = Corner.topEnd {
        didSet { if corner != oldValue { placeSelf() } }
    }
    private var size = WindowSize.regular

    init(
        send: @escaping @MainActor (Intent) -> Void,
        showPicture: @escaping @MainActor (ParticipantID, VideoPane?) -> Void
    ) throws(BuilderError) {
        let builder = try Builder(.callView)
        root = try builder.widget("call_view")
        pages = try builder.widget("stage_pages")
        people = PeopleGrid(
            grid: try builder.widget("people"),
            own: selfTile,
            showPicture: showPicture
        ) { send(.compareWords($1, with: $0, areAlike: $2)) }
        waiting = try WaitingPage(builder: builder, send: send)
        knocks = KnockBar(send: send)
        recordings = RecordingBar(send: send)
        peopleMenu = try PeopleMenu(builder: builder, send: send)
        camera = try builder.widget("call_camera")
        mute = CallControl(
            button: try builder.widget("mute"),
            icon: try builder.widget("mute_icon"),
            caption: try builder.widget("mute_caption")
        )
        cameraToggle = CallControl(
            button: try builder.widget("camera_toggle"),
            icon: try builder.widget("camera_toggle_icon"),
            caption: try builder.widget("camera_toggle_caption")
        )
        screenToggle = CallControl(
            button: try builder.widget("screen_toggle"),
            icon: try builder.widget("screen_toggle_icon"),
            caption: try builder.widget("screen_toggle_caption")
        )
        screenBox = try builder.widget("screen_box")
        leave = try builder.widget("leave")
        leaveCaption = try builder.widget("leave_caption")
        copyLink = try builder.widget("copy_link")
        copyLinkCaption = try builder.widget("copy_link_caption")
        mainControls = try builder.widget("main_controls")
        controls = try builder.widget("controls", as: Widget.self)
        smallControls = SmallControls(send: send)
        self.send = send
        stage = try builder.widget("stage")
        addOns = AddOnSide(buttons: try builder.widget("add_ons"), side: try builder.widget("side")) { line, id in
            send(.submit(line, addOn: id))
        }
        connect()
        stage.add(smallControls.root)
        showSmallControls()
        root.onHover { [weak self] in self?.isPointedAt = $0 }
        placeSelf()
    }

    private func connect() {
        root.append(knocks.root)
        root.move(knocks.root, toEnd: false)
        root.append(recordings.root)
        root.move(recordings.root, toEnd: false)
        addOns.onChange = { [weak self] in self?.makeRoom() }
        stage.takeFocusOnPress()
        stage.onDrag(of: selfTile.overlay) { [weak self] across, down in
            guard let self, self.isSelfInCorner else { return }
            self.moveSelf(to: Corner(across: across, down: down, isRightToLeft: self.stage.isRightToLeft))
        }
        leave.onClick { [send] in send(.leave) }
        copyLink.onClick { [send] in send(.copyLink) }
        camera.onSelect { [weak self] index in
            guard let self, let menu = self.menu, menu.selections.indices.contains(index) else { return }
            self.send(.selectCamera(menu.selections[index]))
        }
        mute.onPress { [weak self] in
            guard let self else { return }
            self.mute.show(.microphone(isOn: self.snapshot.isMicrophoneEnabled))
            self.send(.setMicrophone(!self.snapshot.isMicrophoneEnabled))
        }
        cameraToggle.onPress { [weak self] in
            guard let self else { return }
            self.cameraToggle.show(.camera(isOn: self.snapshot.isCameraEnabled))
            self.send(.setCamera(!self.snapshot.isCameraEnabled))
        }
        screenToggle.onPress { [weak self] in
            guard let self else { return }
            self.screenToggle.show(.screen(self.snapshot.screen))
            self.send(.shareScreen(self.snapshot.screen == .off))
        }
    }

    /// Shows a moment of the call.
    func update(_ snapshot: CallSnapshot) {
        self.snapshot = snapshot
        leaveCorner(for: snapshot.participants.count)
        people.update(snapshot.participants, server: snapshot.server)
        placeSelf()
        waiting.update(snapshot)
        knocks.update(snapshot.door.knockers)
        recordings.update(snapshot)
        peopleMenu.update(snapshot)
        smallControls.update(snapshot)
        pages.page = snapshot.participants.isEmpty ? "waiting" : "people"
        selfTile.update(TileState(ownIn: snapshot))
        let menu = DeviceMenu(
            kind: .camera,
            devices: snapshot.devices,
            selection: snapshot.cameraSelection,
            inUse: snapshot.cameraInUse,
            setAside: snapshot.setAsideDevices,
            isComplete: snapshot.areDevicesOpen
        )
        self.menu = menu
        camera.show(menu.items, selected: menu.selected)
        mute.show(.microphone(isOn: snapshot.isMicrophoneEnabled))
        cameraToggle.show(.camera(isOn: snapshot.isCameraEnabled))
        screenToggle.show(.screen(snapshot.screen))
        screenBox.isVisible = snapshot.screen != .unavailable
        copyLink.isSensitive = snapshot.room != nil
        showCopyLink()
    }

    /// Shows by which link others come into the room.
    func show(_ invitation: Invitation) { waiting.show(invitation) }

    /// Shows what was measured of late on the tiles.
    func show(_ log: CallLog) { people.show(log) }

    /// Opens what is known of who somebody is.
    func openTrust(of id: ParticipantID) { people.openTrust(of: id) }

    // MARK: Our own tile

    /// Takes our tile out of the corner before the grid takes it.
    private func leaveCorner(for count: Int) {
        guard isSelfInCorner, people.wantsOwn(among: count) else { return }
        stage.remove(selfTile.overlay)
        isSelfInCorner = false
    }

    /// Puts our tile into the corner when the grid does not hold it; alone in a small window the link needs the room.
    private func placeSelf() {
        if !people.holdsOwn, !isSelfInCorner {
            stage.add(selfTile.overlay)
            isSelfInCorner = true
        }
        selfTile.overlay.setAlignment(
            horizontal: isSelfInCorner ? corner.horizontal : .fill,
            vertical: isSelfInCorner ? corner.vertical : .fill
        )
        selfTile.overlay.setMargin(isSelfInCorner ? 10 : 0)
        selfTile.resize(isSelfInCorner ? .small : .large)
        selfTile.pane.fit = isSelfInCorner ? .cover : .contain
        selfTile.overlay.isVisible = snapshot.participants.isEmpty ? !size.isCompact : showsSelf && !isSmall
        guard isSelfInCorner else { return selfTile.overlay.setMinimumSize() }
        switch size {
        case .compact: selfTile.overlay.setMinimumSize(width: 96, height: 72)
        case .narrow: selfTile.overlay.setMinimumSize(width: 144, height: 108)
        case .regular: selfTile.overlay.setMinimumSize(width: 192, height: 144)
        case .large: selfTile.overlay.setMinimumSize(width: 288, height: 216)
        }
    }

    /// Whether we see ourselves beside the others; the owner remembers it.
    var showsSelf = true {
        didSet { if showsSelf != oldValue { showOwn() } }
    }

    /// Whether there is nothing but the others' pictures, and controls while somebody is at them.
    var isSmall = false {
        didSet {
            guard isSmall != oldValue else { return }
            root.setClass("small-window", isSmall)
            controls.isVisible = !isSmall
            if addOns.open != nil { addOns.toggle() }
            showOwn()
            showSmallControls()
        }
    }

    private func showOwn() {
        // Before the grid lets go of it.
        people.showsOwn = showsSelf && !isSmall
        arrange()
    }

    private func showSmallControls() {
        let areShown = isSmall && (isPointedAt || isInUse)
        smallControls.root.isVisible = areShown
        root.setClass("at-hand", areShown)
    }

    /// How the pictures are arranged; the owner remembers it.
    var layout: CallLayout {
        get { people.layout }
        set {
            people.layout = newValue
            arrange()
        }
    }

    private func arrange() {
        leaveCorner(for: snapshot.participants.count)
        people.arrange()
        placeSelf()
    }

    /// Puts our own picture into another corner, for good.
    func moveSelf(to corner: Corner) {
        guard corner != self.corner else { return }
        self.corner = corner
        send(.moveSelf(corner))
    }

    // MARK: Size

    /// Takes words away where there is no room for them.
    func layOut(_ size: WindowSize) {
        self.size = size
        root.setClass("compact", size.isCompact)
        camera.setRows(icon: "camera-web-symbolic", maximumCharacters: size.isCompact ? nil : 24)
        if people.layOut(width: stage.width, height: stage.height) { arrange() }
        for caption in [mute.caption, cameraToggle.caption, screenToggle.caption, leaveCaption] {
            caption?.isVisible = !size.isCompact
        }
        copyLinkCaption.isVisible = !size.isNarrow
        showCopyLink()
        waiting.layOut(size)
        peopleMenu.layOut(size)
        addOns.layOut(size)
        makeRoom()
    }

    /// The waiting page has a button of its own, and a small window no room: the menu does it too.
    private func showCopyLink() { copyLink.isVisible = !snapshot.participants.isEmpty && !size.isCompact }

    /// In a narrow window an open panel has all of it.
    private func makeRoom() {
        stage.isVisible = !(addOns.open != nil && size.isNarrow)
        placeSelf()
    }

    /// Gives the keyboard to the pictures, which leave the keys of one letter and the one to talk to the window.
    func focus() { stage.grabFocus() }
}
