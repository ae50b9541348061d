// SPDX-License-Identifier: GPL-3.0-or-later

/// A key file (Desktop Entry Specification, section 3) with the line of everything, for exact complaints.
struct KeyFile {
    /// `Key=Value` or `Key[language]=Value`.
    struct Entry {
        let line: Int
        let key: String
        let language: String?
        let value: String
    }

    /// `[Name]` and what follows.
    struct Group {
        let line: Int
        let name: String
        var entries: [Entry] = []
    }

    private(set) var groups: [Group] = []

    /// More describes neither an effect nor a plugin.
    private static let maximumBytes = 65_536

    init(_ bytes: [UInt8]) throws(KeyFileError) {
        guard bytes.count <= Self.maximumBytes else {
            throw KeyFileError(line: 1, key: nil, reason: "the file has more than \(Self.maximumBytes) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw KeyFileError(line: 1, key: nil, reason: "the file is not UTF-8")
        }
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            // Lists of effects and plugins are shown in windows and terminals.
            if let scalar = line.unicodeScalars.first(where: \.isDisturbing) {
                let code = String(scalar.value, radix: 16, uppercase: true)
                throw KeyFileError(line: number, key: nil, reason: "the character U+\(code) is not allowed")
            }
            try take(line.trimmed, number)
        }
    }

    private mutating func take(_ line: Substring, _ number: Int) throws(KeyFileError) {
        guard let first = line.first, first != "#" else { return }
        if first == "[" {
            guard line.last == "]", line.count > 2 else {
                throw KeyFileError(line: number, key: nil, reason: "a group is written [Name]")
            }
            let name = String(line.dropFirst().dropLast().trimmed)
            guard !groups.contains(where: { $0.name == name }) else {
                throw KeyFileError(line: number, key: nil, reason: "there is a group [\(name)] already")
            }
            return groups.append(Group(line: number, name: name))
        }
        guard let equals = line.firstIndex(of: "=") else {
            throw KeyFileError(line: number, key: nil, reason: "this is neither [Group] nor Key=Value")
        }
        guard !groups.isEmpty else {
            throw KeyFileError(line: number, key: nil, reason: "a key needs a [Group] above it")
        }
        let whole = line[..<equals].trimmed
        let key = whole.prefix { $0 != "[" }
        let rest = whole.dropFirst(key.count)
        let language = rest.isEmpty ? nil : String(rest.dropFirst().dropLast())
        guard !key.isEmpty, rest.isEmpty || (rest.last == "]" && rest.count > 2) else {
            throw KeyFileError(line: number, key: nil, reason: "a key is written Key or Key[language]")
        }
        let last = groups.count - 1
        guard !groups[last].entries.contains(where: { $0.key == key && $0.language == language }) else {
            throw KeyFileError(line: number, key: String(key), reason: "it is there already")
        }
        let value = String(line[line.index(after: equals)...].trimmed)
        groups[last].entries.append(Entry(line: number, key: String(key), language: language, value: value))
    }
}

/// What is wrong with a key file, such as an effect or the manifest of a plugin.
public struct KeyFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1.
    public let line: Int
    /// The key in that line, if it is about one.
    public let key: String?
    /// What is wrong, as the rest of a sentence.
    public let reason: String

    /// Describes a fault.
    public init(line: Int, key: String?, reason: String) {
        (self.line, self.key, self.reason) = (line, key.map { Self.cut($0, 64) }, Self.cut(reason, 300))
    }

    /// Reasons quote files, and what a file calls a word may be all of it.
    private static func cut(_ text: String, _ limit: Int) -> String {
        text.unicodeScalars.count <= limit
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))) + "…"
    }

    /// `line 4, Kind: it has to be video or audio`.
    public var description: String { "line \(line)\(key.map { ", \($0)" } ?? ""): \(reason)" }
}

extension Unicode.Scalar {
    /// Whether a terminal obeys it, or it turns the direction of what is around it.
    fileprivate var isDisturbing: Bool {
        switch value {
        case 0x09: false
        case 0..<0x20, 0x7f..<0xa0, 0x202a...0x202e, 0x2066...0x2069: true
        default: false
        }
    }
}

extension Substring {
    /// Without blanks at both ends.
    var trimmed: Substring {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
