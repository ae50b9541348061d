// SPDX-License-Identifier: GPL-3.0-or-later

/// After how many samples sound is like itself again: a voice's pitch period, or whatever comes next to it.
///
/// Where a sound is spliced so many samples later or earlier, it goes on as before, and nobody hears the splice.
struct Periodicity: Hashable, Sendable {
    /// Samples, of `PlayoutBuffer.clockRate` a second.
    let period: Int
    /// How alike, -1...1 (Pearson's coefficient, without the mean, which sound has none of).
    let likeness: Double

    /// What voices have, and a little more: 66 to 400 Hz.
    static let periods = 120...720
    /// Samples that are compared.
    static let window = 480
    /// Periods are looked for among sums of so many samples first, which is what takes the time.
    private static let step = 6
    /// Below this root mean square, of 32,768, nobody hears what is done.
    private static let quiet = 60.0

    /// Looks for the period after which a stretch of sound goes on most like it began.
    ///
    /// - Parameters:
    ///   - sound: the samples.
    ///   - start: where the stretch of `window` samples begins.
    ///   - direction: 1 to look for it in what comes later, -1 in what came before.
    ///   - limit: the longest period that is wanted.
    /// - Returns: nil when there is not enough sound.
    static func find(in sound: [Int16], at start: Int, direction: Int, upTo limit: Int) -> Periodicity? {
        let room = direction > 0 ? sound.count - start - window : start
        let longest = min(limit, periods.upperBound, room)
        guard start >= 0, start + window <= sound.count, longest >= periods.lowerBound else { return nil }
        let coarse = stride(from: periods.lowerBound, through: longest, by: step).map { period in
            (period, likeness(sound, start, start + direction * period, step: step))
        }
        guard let best = coarse.max(by: { $0.1 < $1.1 }) else { return nil }
        let near = max(periods.lowerBound, best.0 - step + 1)...min(longest, best.0 + step - 1)
        let fine = near.map {
            Periodicity(period: $0, likeness: likeness(sound, start, start + direction * $0, step: 1))
        }
        return fine.max { $0.likeness < $1.likeness }
    }

    /// How alike two stretches are, where each `step`-th sum of that many samples is looked at.
    private static func likeness(_ sound: [Int16], _ one: Int, _ other: Int, step: Int) -> Double {
        var (product, energy, otherEnergy) = (0.0, 0.0, 0.0)
        for offset in stride(from: 0, to: window, by: step) {
            var (sample, otherSample) = (0, 0)
            for index in offset..<min(offset + step, window) {
                sample += Int(sound[one + index])
                otherSample += Int(sound[other + index])
            }
            product += Double(sample * otherSample)
            energy += Double(sample * sample)
            otherEnergy += Double(otherSample * otherSample)
        }
        let silence = quiet * quiet * Double(window * step)
        if energy < silence, otherEnergy < silence { return 1 }
        return product / max((energy * otherEnergy).squareRoot(), 1)
    }
}

/// Goes from one sound to another evenly.
enum Crossfade {
    /// Two sounds as one that begins as the first and ends as the second.
    static func mix(_ one: some Collection<Int16>, _ other: some Collection<Int16>) -> [Int16] {
        let count = min(one.count, other.count)
        return zip(one, other).enumerated().map { index, pair in
            Int16((Int(pair.0) * (count - index) + Int(pair.1) * index) / max(count, 1))
        }
    }
}
