// SPDX-License-Identifier: GPL-3.0-or-later
import FoundationEssentials

/// What chats say to each other: a text, or that one arrived (Protocol.md section 6).
enum ChatMessage: Hashable, Sendable {
    /// Something to read; `id` is the sender's own, so that a repeated one is known again.
    case text(id: String, String)
    /// A text of ours arrived.
    case got(id: String)

    /// Bytes of the longest text.
    static let textLimit = 4_096
    /// Bytes of the longest id.
    static let idLimit = 32

    private struct Fields: Codable {
        let type: String
        let id: String
        let text: String?
    }

    /// Reads a peer's JSON; nil for what is no message of a chat.
    init?(_ body: String) {
        guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(body.utf8)),
            (1...Self.idLimit).contains(fields.id.utf8.count)
        else { return nil }
        switch (fields.type, fields.text) {
        case ("text", let text?):
            let readable = Self.readable(text)
            guard !readable.isEmpty, text.utf8.count <= Self.textLimit else { return nil }
            self = .text(id: fields.id, readable)
        case ("got", _): self = .got(id: fields.id)
        default: return nil
        }
    }

    /// The message as JSON.
    var body: String {
        let fields =
            switch self {
            case .text(let id, let text): Fields(type: "text", id: id, text: text)
            case .got(let id): Fields(type: "got", id: id, text: nil)
            }
        return (try? JSONEncoder().encode(fields)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// Text without what would only disturb others' lines.
    ///
    /// Without control characters, those that turn the direction of everything that follows, and space around it. Lines
    /// stay.
    static func readable(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x0A: true
            case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: false
            default: true
            }
        }
        return String(String.UnicodeScalarView(kept)).trimmingWhitespace()
    }

    /// As much of a text as one message can carry.
    static func cut(_ text: String) -> String {
        var text = Substring(text)
        while text.utf8.count > textLimit { text = text.dropLast(max((text.utf8.count - textLimit) / 4, 1)) }
        return String(text)
    }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        let front = drop(while: \.isWhitespace)
        guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(front[...last])
    }
}
