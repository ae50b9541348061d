// SPDX-License-Identifier: GPL-3.0-or-later
import FoundationEssentials
import JoomModel

/// Which media are on, as JSON text on the data channel: `{"type":"state","microphone":…,"camera":…,"screen":…}`.
enum StateMessage {
    /// Longer texts are no state, whatever they are.
    static let byteLimit = 4_096

    private struct Fields: Decodable {
        let type: String
        let microphone: Bool
        let camera: Bool
        let screen: Bool?
    }

    static func text(_ state: MediaState) -> String {
        #"{"type":"state","microphone":\#(state.microphone),"camera":\#(state.camera),"screen":\#(state.screen)}"#
    }

    /// The state in a peer's text; nil when it says something else.
    static func parse(_ text: String) -> MediaState? {
        guard text.utf8.count <= byteLimit else { return nil }
        guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(text.utf8)) else { return nil }
        guard fields.type == "state" else { return nil }
        return MediaState(microphone: fields.microphone, camera: fields.camera, screen: fields.screen ?? false)
    }
}
