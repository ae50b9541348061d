// SPDX-License-Identifier: GPL-3.0-or-later

/// In which language the four words are read out.
public enum WordLanguage: String, Hashable, Sendable, CaseIterable {
    /// For everybody.
    case english = "en"
    /// When both ends are Korean.
    case korean = "ko"

    /// The list of this language: 2,048 different words, in an order that never changes.
    public var words: [String] {
        switch self {
        case .english: Self.englishWords
        case .korean: Self.koreanWords
        }
    }

    static func list(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }
}
