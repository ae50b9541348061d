// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// Names for rooms that are easy to say and that nobody guesses by accident: 64 x 64 x 64 of them in each language.
enum RoomSuggestion {
    /// What a name is put together from.
    struct Words {
        let qualities: [String]
        let creatures: [String]
        let places: [String]

        /// The words of a language, such as `ko`; English where there are none.
        static func of(language: String) -> Words { language == "ko" ? korean : english }
    }

    /// Puts three words of the person's language together.
    static func make(
        language: String = Translation.language,
        using generator: inout some RandomNumberGenerator
    ) -> String {
        let words = Words.of(language: language)
        return [words.qualities, words.creatures, words.places]
            .compactMap { $0.randomElement(using: &generator) }
            .joined(separator: "-")
    }
}
