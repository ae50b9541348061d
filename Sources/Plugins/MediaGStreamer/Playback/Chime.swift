// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// The test sound: two notes like those of a door bell, a fourth apart, that fade away.
enum Chime {
    /// Samples a second.
    static let rate = 48_000
    /// The pitches in Hz: E5 and A5.
    static let notes = [659.26, 880.0]

    /// When a note begins after the one before it, and how long the last one sounds; in samples.
    private static let interval = 16_800
    private static let length = 48_000

    /// 16-bit samples of one channel; never louder than half of what is possible, silent at both ends.
    static func samples() -> [Int16] {
        var sum = [Double](repeating: 0, count: interval * (notes.count - 1) + length)
        for (number, pitch) in notes.enumerated() {
            for offset in 0..<length {
                sum[number * interval + offset] += note(pitch, at: Double(offset) / Double(rate))
            }
        }
        return sum.map { Int16(max(-1, min(1, $0)) * 32_767) }
    }

    /// A struck bar: a tone with an octave above it that fades sooner.
    ///
    /// The first 5 ms and the last 50 ms are ramps, so that nothing clicks.
    private static func note(_ pitch: Double, at time: Double) -> Double {
        let phase = 2 * Double.pi * pitch * time
        let end = Double(length) / Double(rate)
        let ramp = min(1, time / 0.005, (end - time) / 0.05)
        return ramp * (0.30 * exp(-5 * time) * sin(phase) + 0.06 * exp(-12 * time) * sin(2 * phase))
    }
}
