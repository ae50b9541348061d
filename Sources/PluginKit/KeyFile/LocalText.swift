// SPDX-License-Identifier: GPL-3.0-or-later

/// A text, and its translations by language (`ko`).
public struct LocalText: Hashable, Sendable {
    /// The text as everybody gets it who has no translation.
    public let plain: String
    /// Other languages' texts.
    public let translations: [String: String]

    /// Takes a text as it is.
    public init(_ plain: String, translations: [String: String] = [:]) {
        (self.plain, self.translations) = (plain, translations)
    }

    /// The text for a locale's language, such as `ko` or `pt_BR`.
    public func inLanguage(_ language: String) -> String {
        translations[language] ?? translations[String(language.prefix { $0 != "_" && $0 != "." })] ?? plain
    }
}
