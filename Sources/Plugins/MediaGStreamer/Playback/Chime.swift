// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import PluginKit

/// Short sounds: two notes of a struck bar each, that fade away.
enum Chime {
    /// Samples a second.
    static let rate = 48_000
    /// The pitches in Hz, one after the other: up a fourth for whom comes, twice the same as on a door, down for a loss.
    static func notes(of sound: CallSound) -> [Double] {
        switch sound {
        case .test, .came: [659.26, 880.0]
        case .knocked: [880.0, 880.0]
        case .lost: [880.0, 587.33]
        }
    }

    /// The test is to be heard; the others are not to be in anybody's way.
    private static func loudness(of sound: CallSound) -> Double { sound == .test ? 1 : 0.4 }

    /// When a note begins after the one before it, and how long the last one sounds; in samples.
    private static let interval = 16_800
    private static let length = 48_000

    /// 16-bit samples of one channel; never louder than half of what is possible, silent at both ends.
    static func samples(of sound: CallSound) -> [Int16] {
        let (notes, loudness) = (notes(of: sound), loudness(of: sound))
        var sum = [Double](repeating: 0, count: interval * (notes.count - 1) + length)
        for (number, pitch) in notes.enumerated() {
            for offset in 0..<length {
                sum[number * interval + offset] += note(pitch, at: Double(offset) / Double(rate))
            }
        }
        return sum.map { Int16(max(-1, min(1, $0 * loudness)) * 32_767) }
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
