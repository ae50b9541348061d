// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Finds the strongest tone in a second of sound, for calls whose far end plays one.
enum ToneProbe {
    /// One of so many samples is enough for pitches of 2 kHz: this is looked for several times a second beside a call.
    private static let thinning = 8

    /// The pitch with the most energy, looked for between 100 Hz and 2 kHz in steps of 10 Hz, in the last second.
    ///
    /// - Parameters:
    ///   - samples: mono, 16 bits.
    ///   - rate: samples per second.
    /// - Returns: the pitch in Hz; nil when there is less than 0.25 s, or next to silence.
    static func strongestPitch(in samples: [Int16], rate: Double) -> Double? {
        guard Double(samples.count) >= rate / 4, let level = level(of: samples), level > -60 else { return nil }
        let thin = thinned(samples.suffix(Int(rate)))
        let powers = stride(from: 100.0, through: 2000, by: 10).map { pitch in
            (pitch, power(of: thin, at: pitch, rate: rate / Double(thinning)))
        }
        return powers.max { $0.1 < $1.1 }?.0
    }

    /// The means of neighbours.
    private static func thinned(_ samples: ArraySlice<Int16>) -> [Double] {
        stride(from: samples.startIndex, to: samples.endIndex - thinning + 1, by: thinning).map { start in
            Double(samples[start..<start + thinning].reduce(0) { $0 + Int($1) }) / Double(thinning)
        }
    }

    /// Loudness of the samples in dBFS; nil for none, -100 at the least.
    static func level(of samples: [Int16]) -> Double? {
        guard !samples.isEmpty else { return nil }
        let mean = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count) / (32_768 * 32_768)
        return max(-100, 10 * log10(max(mean, 1e-12)))
    }

    /// Energy at one pitch (Goertzel's algorithm).
    private static func power(of samples: [Double], at pitch: Double, rate: Double) -> Double {
        let coefficient = 2 * cos(2 * .pi * pitch / rate)
        var last = 0.0
        var beforeLast = 0.0
        for sample in samples {
            let next = sample + coefficient * last - beforeLast
            beforeLast = last
            last = next
        }
        return last * last + beforeLast * beforeLast - coefficient * last * beforeLast
    }
}
