// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets

/// What lies on the picture of the small window while somebody is at it: a place to drag it by, and the buttons of a call.
@MainActor
final class SmallControls {
    let root = Box(isVertical: true, spacing: 0)
    private let room = Label("")
    private let mute = SmallControls.control()
    private let camera = SmallControls.control()
    private let leave = Button(icon: "call-stop-symbolic", name: tr("Leave Call"))
    private let back = Button(icon: "view-fullscreen-symbolic", name: tr("Back to the Large Window"))
    private var snapshot = CallSnapshot()

    /// Runs when a person wants the large window back.
    var onEnlarge: @MainActor () -> Void = {}

    /// Makes them; `send` hears what a person wants of the call.
    init(send: @escaping @MainActor (Intent) -> Void) {
        room.ellipsize()
        room.setExpand(horizontal: true, vertical: false)
        back.setClass("flat")
        back.setClass("circular")
        let top = Box(isVertical: false, spacing: 6)
        top.setClass("joom-small-bar")
        top.append(room)
        top.append(back)
        let handle = WindowHandle(child: top)
        handle.setAlignment(vertical: .start)
        handle.setExpand(horizontal: false, vertical: true)
        let bottom = Box(isVertical: false, spacing: 12)
        bottom.setClass("joom-small-bar")
        bottom.setAlignment(horizontal: .center, vertical: .end)
        leave.setClass("destructive-action")
        for button in [mute.button, camera.button, leave] {
            button.setClass("joom-round")
            bottom.append(button)
        }
        root.append(handle)
        root.append(bottom)
        root.setClass("joom-tile-controls")
        root.setAccessibleName(tr("Call"))
        root.keep(handle, top, bottom)
        mute.onPress { [weak self] in
            guard let self else { return }
            self.mute.show(.microphone(isOn: self.snapshot.isMicrophoneEnabled))
            send(.setMicrophone(!self.snapshot.isMicrophoneEnabled))
        }
        camera.onPress { [weak self] in
            guard let self else { return }
            self.camera.show(.camera(isOn: self.snapshot.isCameraEnabled))
            send(.setCamera(!self.snapshot.isCameraEnabled))
        }
        leave.onClick { send(.leave) }
        back.onClick { [weak self] in self?.onEnlarge() }
    }

    /// Shows a moment of the call.
    func update(_ snapshot: CallSnapshot) {
        self.snapshot = snapshot
        room.text = snapshot.room?.rawValue ?? ""
        mute.show(.microphone(isOn: snapshot.isMicrophoneEnabled))
        camera.show(.camera(isOn: snapshot.isCameraEnabled))
    }

    private static func control() -> CallControl {
        let icon = Icon("")
        return CallControl(button: ToggleButton(child: icon), icon: icon, caption: nil)
    }
}
