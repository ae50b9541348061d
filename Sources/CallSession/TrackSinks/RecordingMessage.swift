// SPDX-License-Identifier: GPL-3.0-or-later
import FoundationEssentials

/// What the others are told while somebody keeps what they send: `{"plugin":"recording","body":{"on":…}}` on the data
/// channel `plugins` (Protocol.md section 6).
///
/// Programs say and show it themselves, whichever of their plugins takes the tracks.
enum RecordingMessage {
    /// No add-on has this name.
    static let plugin = "recording"

    private struct Fields: Decodable { let on: Bool }

    static func body(_ isOn: Bool) -> String { #"{"on":\#(isOn)}"# }

    /// Whether a peer says that they record; nil when they say something else.
    static func parse(_ body: String) -> Bool? {
        (try? JSONDecoder().decode(Fields.self, from: Data(body.utf8)))?.on
    }
}
