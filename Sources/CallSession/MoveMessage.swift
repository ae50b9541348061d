// SPDX-License-Identifier: GPL-3.0-or-later
import FoundationEssentials

/// Where the room goes on, as JSON text on the data channel: `{"type":"moved","link":LINK}`.
enum MoveMessage {
    private struct Fields: Codable {
        var type = "moved"
        let link: String
    }

    static func text(_ link: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(Fields(link: link))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The link in a peer's text; nil when it says something else.
    static func parse(_ text: String) -> String? {
        guard text.utf8.count <= StateMessage.byteLimit,
            let fields = try? JSONDecoder().decode(Fields.self, from: Data(text.utf8)), fields.type == "moved"
        else { return nil }
        return fields.link
    }
}
