// SPDX-License-Identifier: GPL-3.0-or-later

/// Words of plugins, and names of files from anybody.
public enum PlainLine {
    /// One line, whatever is in it, and nothing that a terminal obeys or that turns what is around it round.
    public static func of(_ text: String) -> String {
        String(
            text.map { character in
                let isPlain = character.unicodeScalars.allSatisfy { scalar in
                    switch scalar.value {
                    case 0..<0x20, 0x7f..<0xa0, 0x2028...0x202e, 0x2066...0x2069: false
                    default: true
                    }
                }
                return isPlain ? character : " "
            }
        )
    }
}
