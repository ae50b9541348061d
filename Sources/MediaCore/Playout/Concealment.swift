// SPDX-License-Identifier: GPL-3.0-or-later

/// What is played while there is nothing to play: the last pitch period again and again, softer and softer.
struct Concealment: Sendable {
    /// How long it takes from full strength to nothing, and how much of that is at full strength: samples.
    static let (length, steady) = (3_840, 720)
    /// Below this likeness a sound has no pitch.
    private static let voiced = 0.5
    /// How much of the past has to be known, in samples.
    static let past = Periodicity.window + Periodicity.periods.upperBound

    private let pattern: [Int16]
    private var made = 0

    /// Goes on where a sound ended.
    ///
    /// What has no pitch is repeated as late as can be, so that it gets none.
    init(after sound: [Int16]) {
        let found = Periodicity.find(
            in: sound,
            at: sound.count - Periodicity.window,
            direction: -1,
            upTo: Periodicity.periods.upperBound
        )
        let period = found.flatMap { $0.likeness >= Self.voiced ? $0.period : nil } ?? Periodicity.periods.upperBound
        pattern = Array(sound.suffix(period))
    }

    /// Whether it has come to silence.
    var isOver: Bool { made >= Self.length }

    /// What comes next.
    mutating func next(_ count: Int) -> [Int16] {
        guard !pattern.isEmpty else {
            made += count
            return [Int16](repeating: 0, count: count)
        }
        defer { made += count }
        return (made..<made + count).map { index in
            let left = max(0, Self.length - max(index, Self.steady))
            return Int16(Int(pattern[index % pattern.count]) * left / (Self.length - Self.steady))
        }
    }
}
