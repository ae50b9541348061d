// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets
import NearbyRooms
import RoomProtocol

/// Where a call begins: who, where, with which devices; nothing in it is compulsory but a room.
@MainActor
final class RoomForm {
    let root: Widget
    let preview = ParticipantTile(size: .preview, fit: .cover, isMirrored: true)
    private let columns: Box
    private let previewPlace: Box
    let room: Entry
    let suggestion: Button
    let access: Label
    private let problem: Label
    private let name: Entry
    private let recent: RecentMenu
    let nearby: NearbyList
    private let server: ServerPicker
    private let pickers: [DevicePicker]
    private let level: LevelBar
    let join: Button
    private let testCall: Button
    private let testSound: Button
    private let mute = CallControl.onPicture()
    private let cameraToggle = CallControl.onPicture()
    private let send: @MainActor (Intent) -> Void
    private var isFilling = false
    /// A room with a key, which counts for as long as its name is in the entry.
    private var newRoom: NewRoom?
    private var snapshot = CallSnapshot()

    init(send: @escaping @MainActor (Intent) -> Void) throws(BuilderError) {
        let builder = try Builder(.roomForm)
        root = try builder.widget("room_form")
        columns = try builder.widget("columns")
        previewPlace = try builder.widget("preview")
        room = try builder.widget("room")
        suggestion = try builder.widget("new_room")
        access = try builder.widget("access")
        problem = try builder.widget("room_problem")
        name = try builder.widget("name")
        pickers = [
            DevicePicker(.camera, try builder.widget("camera"), maximumCharacters: 40, send: send),
            DevicePicker(.microphone, try builder.widget("microphone"), maximumCharacters: 40, send: send),
            DevicePicker(.speaker, try builder.widget("speaker"), maximumCharacters: 40, send: send),
        ]
        level = try builder.widget("level")
        join = try builder.widget("join")
        testCall = try builder.widget("test_call")
        testSound = try builder.widget("test_sound")
        server = try ServerPicker(builder: builder)
        recent = try RecentMenu(builder: builder, send: send)
        nearby = try NearbyList(builder: builder, send: send)
        self.send = send
        previewPlace.append(preview.overlay)
        previewPlace.move(preview.overlay, toEnd: false)
        let toggles = Box(isVertical: false, spacing: 12)
        toggles.setAlignment(horizontal: .center, vertical: .end)
        toggles.setMargin(10)
        toggles.append(mute.button)
        toggles.append(cameraToggle.button)
        preview.overlay.add(toggles)
        connect()
        say(nil)
        update(snapshot)
    }

    private func connect() {
        suggestion.onClick { [weak self] in self?.suggest() }
        room.onChange { [weak self] in self?.say(nil) }
        server.onChange { [weak self] in self?.say(nil) }
        recent.onChoose { [weak self] in self?.choose($0) }
        name.onChange { [weak self] in
            guard let self, !self.isFilling else { return }
            self.send(.rename(self.name.text))
        }
        join.onClick { [weak self] in self?.submit() }
        testCall.onClick { [weak self] in self?.send(.testCall) }
        testSound.onClick { [weak self] in self?.send(.playTestSound) }
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
    }

    // MARK: Showing

    /// Shows the devices and our own state.
    func update(_ snapshot: CallSnapshot) {
        self.snapshot = snapshot
        for picker in pickers { picker.update(snapshot) }
        showLevel(in: snapshot)
        mute.show(.microphone(isOn: snapshot.isMicrophoneEnabled))
        cameraToggle.show(.camera(isOn: snapshot.isCameraEnabled))
        preview.update(TileState(ownIn: snapshot))
    }

    /// Shows how loud our microphone is.
    func showLevel(in snapshot: CallSnapshot) {
        let isHeard = snapshot.isMicrophoneEnabled && snapshot.microphoneInUse != nil
        level.value = LevelScale.fraction(isHeard ? snapshot.microphoneLevel : nil)
    }

    /// Puts the parts below each other where there is no room beside.
    func layOut(_ size: WindowSize) {
        columns.isVertical = size.isNarrow
        columns.setClass("compact", size.isCompact)
        // Picture and devices would fill a small window, and the room's entry be somewhere beneath.
        columns.move(previewPlace, toEnd: size.isNarrow)
        switch size {
        case .compact: preview.overlay.setMinimumSize(width: 256, height: 192)
        case .narrow, .regular: preview.overlay.setMinimumSize(width: 360, height: 270)
        case .large: preview.overlay.setMinimumSize(width: 560, height: 420)
        }
    }

    /// Fills in what is remembered or was on the command line.
    func fill(room: String? = nil, name: String? = nil, server: String? = nil) {
        isFilling = true
        defer { isFilling = false }
        if let room { self.room.text = room }
        if let name { self.name.text = name }
        if let server { self.server.text = server }
    }

    /// Fills in a room that a person was in, on the server where it is.
    func choose(_ request: JoinRequest) {
        switch request.destination {
        case .room(let name):
            newRoom = request.secret.map { NewRoom(name: name, secret: $0) }
            fill(room: name.rawValue, server: request.server?.shortDescription ?? "")
            say(nil)
        case .link(let link): fill(room: link.webText)
        }
        join.grabFocus()
    }

    /// Offers rooms that a person was in, and their servers.
    func offer(_ rooms: RecentRooms) {
        recent.show(rooms)
        server.offer(rooms.servers)
    }

    /// Offers rooms that others opened to this network.
    func offer(_ rooms: [NearbyRoom]) { nearby.show(rooms) }

    /// Gives the keyboard to the room's entry.
    func focus(in window: Window) {
        join.setDefault(of: window)
        room.grabFocus()
    }

    // MARK: Sending

    private func suggest() {
        var generator = SystemRandomNumberGenerator()
        guard let fresh = try? NewRoom(using: &generator) else { return }
        newRoom = fresh
        room.text = fresh.name.rawValue
        say(nil)
        join.grabFocus()
    }

    private func submit() {
        let destination: Destination
        do throws(LinkError) {
            destination = try Destination(room.text)
        } catch {
            say(UserText.sentence(error))
            room.setClass("error")
            return room.grabFocus()
        }
        do throws(LinkError) {
            let address = server.text.isEmpty ? nil : try ServerAddress(typed: server.text)
            send(.remember(server: server.text))
            let room = newRoom.flatMap { destination == .room($0.name) ? $0 : nil }
            send(.join(JoinRequest(destination: destination, server: address, secret: room?.secret)))
        } catch {
            say(UserText.sentence(error))
            server.reveal()
        }
    }

    private func say(_ text: String?) {
        problem.text = text ?? ""
        problem.isVisible = text != nil
        access.text = RoomAccess.hint(room.text, newRoom: newRoom)
        access.isVisible = text == nil
        if text == nil { room.setClass("error", false) }
    }
}

extension CallControl {
    /// A control that lies on a picture.
    static func onPicture() -> CallControl {
        let icon = Icon("audio-input-microphone-symbolic")
        let button = ToggleButton(child: icon)
        button.setClass("joom-round")
        return CallControl(button: button, icon: icon, caption: nil)
    }
}

/// Loudness on a bar.
enum LevelScale {
    /// -60 dBFS is silence to the eye, 0 dBFS the end.
    static func fraction(_ decibels: Double?) -> Double {
        guard let decibels, decibels.isFinite else { return 0 }
        return min(max((decibels + 60) / 60, 0), 1)
    }
}
