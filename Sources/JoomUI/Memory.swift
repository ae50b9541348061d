// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomWidgets

/// What is remembered from one start to the next.
@MainActor
struct Memory {
    private let file: SettingsFile

    init(_ file: SettingsFile) { self.file = file }

    /// What the others call us; empty for nameless.
    var name: String {
        get { file["name"] ?? "" }
        nonmutating set { file["name"] = newValue }
    }

    /// The server as it was typed; empty to host.
    var server: String {
        get { file["server"] ?? "" }
        nonmutating set { file["server"] = newValue }
    }

    /// False: no picture is taken until somebody asks for it.
    var isCameraEnabled: Bool {
        get { file["camera-enabled"] != "false" }
        nonmutating set { file["camera-enabled"] = newValue ? "true" : "false" }
    }

    /// The camera that was chosen.
    var camera: DeviceSelection {
        get { Self.selection(file["camera"]) }
        nonmutating set { file["camera"] = Self.text(newValue) }
    }

    /// The microphone that was chosen.
    var microphone: DeviceSelection {
        get { Self.selection(file["microphone"]) }
        nonmutating set { file["microphone"] = Self.text(newValue) }
    }

    private static func selection(_ text: String?) -> DeviceSelection {
        guard let text, !text.isEmpty else { return .systemDefault }
        return .device(DeviceID(text))
    }

    /// Only devices are remembered: test signals and "none" are for one call.
    private static func text(_ selection: DeviceSelection) -> String? {
        switch selection {
        case .device(let id): id.rawValue
        case .systemDefault, .test, .none: nil
        }
    }
}
