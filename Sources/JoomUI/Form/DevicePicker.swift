// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// A dropdown of the devices of one kind, which shows what is in use and asks for another.
@MainActor
final class DevicePicker {
    let dropDown: DropDown
    private let kind: MediaDevice.Kind
    private var menu: DeviceMenu?

    /// - Parameters:
    ///   - kind: which devices.
    ///   - dropDown: where they are chosen.
    ///   - maximumCharacters: how wide the chosen entry may want to be; nil for an icon alone.
    ///   - send: hears what a person chose.
    init(
        _ kind: MediaDevice.Kind,
        _ dropDown: DropDown,
        maximumCharacters: Int?,
        send: @escaping @MainActor (Intent) -> Void
    ) {
        self.kind = kind
        self.dropDown = dropDown
        dropDown.setRows(icon: Self.icon(of: kind), maximumCharacters: maximumCharacters)
        dropDown.onSelect { [weak self] index in
            guard let menu = self?.menu, menu.selections.indices.contains(index) else { return }
            send(Self.intent(kind, menu.selections[index]))
        }
    }

    /// Shows the devices of now.
    func update(_ snapshot: CallSnapshot) {
        let (selection, inUse) = snapshot.device(kind)
        let menu = DeviceMenu(
            kind: kind,
            devices: snapshot.devices,
            selection: selection,
            inUse: inUse,
            setAside: snapshot.setAsideDevices,
            isComplete: snapshot.areDevicesOpen
        )
        guard menu != self.menu else { return }
        self.menu = menu
        dropDown.show(menu.items, selected: menu.selected)
    }

    /// What devices of a kind are called, as a heading.
    static func name(of kind: MediaDevice.Kind) -> String {
        switch kind {
        case .camera: tr("Camera")
        case .microphone: tr("Microphone")
        case .speaker: tr("Speaker")
        }
    }

    private static func icon(of kind: MediaDevice.Kind) -> String {
        switch kind {
        case .camera: "camera-web-symbolic"
        case .microphone: "audio-input-microphone-symbolic"
        case .speaker: "audio-speakers-symbolic"
        }
    }

    private static func intent(_ kind: MediaDevice.Kind, _ selection: DeviceSelection) -> Intent {
        switch kind {
        case .camera: .selectCamera(selection)
        case .microphone: .selectMicrophone(selection)
        case .speaker: .selectSpeaker(selection)
        }
    }
}

extension CallSnapshot {
    /// What was chosen of a kind, and what is in use.
    func device(_ kind: MediaDevice.Kind) -> (selection: DeviceSelection, inUse: MediaDevice?) {
        switch kind {
        case .camera: (cameraSelection, cameraInUse)
        case .microphone: (microphoneSelection, microphoneInUse)
        case .speaker: (speakerSelection, speakerInUse)
        }
    }
}
