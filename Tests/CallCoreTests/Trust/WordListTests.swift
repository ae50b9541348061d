// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import Foundation
import Testing

struct WordListTests {
    /// The guest page has a copy, and one word in another place would make honest people suspect each other.
    @Test(arguments: WordLanguage.allCases)
    func guestPageHasTheSameWordsInTheSameOrder(_ language: WordLanguage) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let text = try String(contentsOf: root.appending(path: "data/web/words.js"), encoding: .utf8)
        let start = try #require(text.range(of: "\(language.rawValue): `")).upperBound
        let end = try #require(text.range(of: "`", range: start..<text.endIndex)).lowerBound
        #expect(text[start..<end].split(whereSeparator: \.isWhitespace).map(String.init) == language.words)
    }
}
