// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport

/// Makes bad input out of good: every case follows from a seed and a number.
struct Mutator: Sendable {
    /// Good input, and such as once was trouble.
    let corpus: [[UInt8]]
    let seed: UInt64

    /// Longer input says nothing new.
    private static let maximumBytes = 4_096

    /// What parsers stumble over.
    private static let tokens: [[UInt8]] =
        [
            "[", "]", "{", "}", "\"", "\\", ",", ":", "/", "-", "#", "?", "&", "=", "%", "%00", "\u{1e}", "b",
            "\\ud800",
            "\\u0000", "null", "true", "1e999", "-0", "18446744073709551616", "9223372036854775807", "51-", "5-",
            "450-",
            "{\"_placeholder\":true,\"num\":0}", "\"__proto__\"", "\r\n", "\r\n\r\n", " ", "sid=",
            "transport=websocket", "::",
            "[::1]", "joom:", "https://", "@", "\u{301}", "\u{202e}", "\u{10ffff}",
        ].map { Array($0.utf8) } + [
            [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0], [0x80, 0x28, 0, 4], [0x21, 0x12, 0xa4, 0x42],
        ]

    /// The input of a case.
    func input(_ number: Int) -> [UInt8] {
        var random = SplitMix(state: seed &+ UInt64(number) &* 0xd129_0d30_9e1b_5ab5)
        var bytes = corpus.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&bytes, &random) }
        return Array(bytes.prefix(Self.maximumBytes))
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...16, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
        case 1: if place < bytes.count { bytes[place] = UInt8.random(in: .min ... .max, using: &random) }
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 4: bytes.removeSubrange(place...)
        case 5:
            let other = corpus.randomElement(using: &random) ?? []
            let start = Int.random(in: 0...other.count, using: &random)
            bytes.replaceSubrange(place..., with: other[start...])
        case 6:
            // Depth: the same again and again.
            let token = Self.tokens.randomElement(using: &random) ?? []
            let count = Int.random(in: 1...200, using: &random)
            bytes.insert(contentsOf: Array(repeating: token, count: count).joined(), at: place)
        default: bytes.insert(contentsOf: Self.tokens.randomElement(using: &random) ?? [], at: place)
        }
    }
}
