// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import FoundationEssentials

/// The way to the four words, as JSON text on the data channel:
/// `{"type":"words","step":"commit"|"nonce"|"reveal","value":BASE64,"language":"en"|"ko"}`.
extension WordMessage {
    private struct Fields: Decodable {
        let type: String
        let step: String
        let value: String
        let language: String?
    }

    /// The message in a peer's text; nil when it says something else.
    init?(_ text: String) {
        guard text.utf8.count <= StateMessage.byteLimit,
            let fields = try? JSONDecoder().decode(Fields.self, from: Data(text.utf8)), fields.type == "words",
            let value = Data(base64Encoded: fields.value), value.count == WordExchange.length
        else { return nil }
        let step: Step
        switch fields.step {
        case "commit": step = .commit(Array(value))
        case "nonce": step = .nonce(Array(value))
        case "reveal": step = .reveal(Array(value))
        default: return nil
        }
        // A language of later days is one that we cannot show.
        self.init(step, language: fields.language.flatMap(WordLanguage.init(rawValue:)) ?? .english)
    }

    /// The text to send.
    var text: String {
        let (name, bytes) =
            switch step {
            case .commit(let bytes): ("commit", bytes)
            case .nonce(let bytes): ("nonce", bytes)
            case .reveal(let bytes): ("reveal", bytes)
            }
        let value = Data(bytes).base64EncodedString()
        return #"{"type":"words","step":"\#(name)","value":"\#(value)","language":"\#(language.rawValue)"}"#
    }
}
