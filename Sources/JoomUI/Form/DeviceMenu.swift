// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomWidgets

/// The entries of a device dropdown and what each of them chooses.
struct DeviceMenu: Equatable {
    /// Texts, in order; never empty.
    let items: [String]
    /// What they choose, in the same order.
    let selections: [DeviceSelection]
    /// The entry that is chosen.
    let selected: Int

    /// Lists devices of one kind.
    ///
    /// A chosen device that is not there any more shows as the default, which is what is in use then; in the place of one
    /// that failed, what is in use instead shows as chosen, so that the other can be chosen again.
    ///
    /// - Parameters:
    ///   - kind: what they are for.
    ///   - devices: of any kind.
    ///   - selection: what was chosen.
    ///   - inUse: what is really in use.
    ///   - setAside: those that failed.
    ///   - isComplete: false while devices are still being looked for.
    init(
        kind: MediaDevice.Kind,
        devices: [MediaDevice],
        selection: DeviceSelection,
        inUse: MediaDevice?,
        setAside: Set<DeviceID> = [],
        isComplete: Bool = true
    ) {
        let devices = devices.filter { $0.kind == kind }
        var items: [String] = []
        var selections: [DeviceSelection] = []
        if devices.isEmpty {
            items.append(isComplete ? Self.nothing(kind) : tr("Looking…"))
        } else {
            let instead = selection == .systemDefault ? inUse : devices.first { !setAside.contains($0.id) }
            let standard = devices.first { $0.isDefault && !setAside.contains($0.id) } ?? instead
            // What stands for cameras to come is no camera that could be in use.
            let known = standard.flatMap { Self.isPromise($0) ? nil : $0 }
            items.append(
                known.map { tr("System Default (Currently {device})", ["device": $0.name]) } ?? tr("System Default")
            )
        }
        selections.append(.systemDefault)
        for device in devices {
            items.append(Self.isPromise(device) ? tr("Camera, if You Allow It") : device.name)
            selections.append(.device(device.id))
        }
        if selection == .test {
            items.append(tr("Test Signal"))
            selections.append(.test)
        }
        if selection == .none {
            items.append(tr("None"))
            selections.append(.none)
        }
        self.items = items
        self.selections = selections
        var shown = selection
        if case .device(let id) = selection, setAside.contains(id), let inUse { shown = .device(inUse.id) }
        selected = selections.firstIndex(of: shown) ?? 0
    }

    /// Whether it stands for the cameras behind the desktop's portal, which asks when it is opened.
    private static func isPromise(_ device: MediaDevice) -> Bool { device.origin == .portal(node: nil) }

    private static func nothing(_ kind: MediaDevice.Kind) -> String {
        switch kind {
        case .camera: tr("No Camera Found")
        case .microphone: tr("No Microphone Found")
        case .speaker: tr("No Speaker Found")
        }
    }
}
