// SPDX-License-Identifier: GPL-3.0-or-later

/// Makes markup of what strangers wrote: every character stands for itself, and web addresses can be opened.
public enum LinkedText {
    /// Pango markup with `<a>` around `http:` and `https:` addresses only.
    public static func markup(_ text: String) -> String {
        // By spaces, so that those stay as they are.
        text.split(separator: " ", omittingEmptySubsequences: false)
            .map { $0.split(separator: "\n", omittingEmptySubsequences: false).map(word).joined(separator: "\n") }
            .joined(separator: " ")
    }

    private static func word(_ word: Substring) -> String {
        guard let start = ["https://", "http://"].compactMap({ word.firstRange(of: $0)?.lowerBound }).min() else {
            return escaped(word)
        }
        var end = word.endIndex
        while end > start, ".,;:!?)]}'\"<>".contains(word[word.index(before: end)]) { end = word.index(before: end) }
        let address = word[start..<end]
        guard
            address.drop(while: { $0 != "/" }).dropFirst(2).first?.isLetter == true
                || address.drop(while: { $0 != "/" }).dropFirst(2).first?.isNumber == true
        else { return escaped(word) }
        let linked = "<a href=\"\(escaped(address))\">\(escaped(address))</a>"
        return escaped(word[..<start]) + linked + escaped(word[end...])
    }

    private static func escaped(_ text: Substring) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
