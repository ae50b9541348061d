// SPDX-License-Identifier: GPL-3.0-or-later
import FoundationEssentials

/// What two ends say of their way on the data channel `joom` (Protocol.md section 6), as JSON text.
public struct PathMessage: Hashable, Sendable {
    /// To be said back, by which the other end shows that it hears what is sent to it this way.
    public var ask: String?
    /// What the other end asked with.
    public var answer: String?
    /// The foundation (RFC 8839 section 5.1) of the sender's candidate, from which it sends from now on.
    public var from: String?
    /// That of the other's, to which it does.
    public var to: String?

    /// Says something.
    public init(ask: String? = nil, answer: String? = nil, from: String? = nil, to: String? = nil) {
        (self.ask, self.answer, self.from, self.to) = (ask, answer, from, to)
    }

    /// Reads a peer's text; nil when it says something else.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.limit,
            let fields = try? JSONDecoder().decode(Fields.self, from: Data(text.utf8)), fields.type == Fields.name
        else { return nil }
        self.init(ask: fields.ask, answer: fields.answer, from: fields.from, to: fields.to)
    }

    /// The JSON.
    public var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let fields = Fields(ask: ask, answer: answer, from: from, to: to)
        return (try? encoder.encode(fields)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Bytes of a text; longer ones are no message.
    private static let limit = 512

    private struct Fields: Codable {
        static let name = "path"
        var type = Self.name
        let ask: String?
        let answer: String?
        let from: String?
        let to: String?
    }
}
