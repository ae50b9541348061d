// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads one group, with complaints that name the line.
struct GroupReader {
    private let group: KeyFile.Group

    init(_ group: KeyFile.Group) { self.group = group }

    /// Where the group begins.
    var line: Int { group.line }

    /// Refuses keys that nobody reads; they may be misspelt.
    ///
    /// Those that begin with `X-` are anybody's.
    func allow(_ keys: Set<String>) throws(KeyFileError) {
        for entry in group.entries where !keys.contains(entry.key) && !entry.key.hasPrefix("X-") {
            throw entry.error("there is no such key in [\(group.name)]")
        }
    }

    /// A key that has to be there, with a value.
    func required(_ key: String) throws(KeyFileError) -> KeyFile.Entry {
        guard let entry = group.entries.first(where: { $0.key == key && $0.language == nil }) else {
            throw KeyFileError(line: group.line, key: key, reason: "it is missing in [\(group.name)]")
        }
        guard !entry.value.isEmpty else { throw entry.error("it is empty") }
        return entry
    }

    /// A key that may be missing; written without a value counts as missing.
    func optional(_ key: String) -> KeyFile.Entry? {
        group.entries.first { $0.key == key && $0.language == nil && !$0.value.isEmpty }
    }

    /// A text for people, with its translations.
    func text(_ key: String, limit: Int = 60) throws(KeyFileError) -> LocalText {
        let plain = try required(key)
        guard Self.fits(plain.value, limit) else { throw plain.error("it has more than \(limit) characters") }
        var translations: [String: String] = [:]
        for entry in group.entries where entry.key == key {
            guard let language = entry.language else { continue }
            translations[language] = Self.fits(entry.value, limit) ? entry.value : nil
        }
        return LocalText(plain.value, translations: translations)
    }

    /// What counts as one character may have any number of accents.
    private static func fits(_ text: String, _ limit: Int) -> Bool {
        text.count <= limit && text.unicodeScalars.count <= 4 * limit
    }
}

extension KeyFile.Entry {
    /// A complaint about this line.
    func error(_ reason: String) -> KeyFileError { KeyFileError(line: line, key: key, reason: reason) }
}
