// SPDX-License-Identifier: GPL-3.0-or-later

/// A stretch of decoded sound: 16-bit samples of one channel at 48 kHz.
public struct AudioFrame: Hashable, Sendable {
    /// Samples per second, for every frame.
    public static let sampleRate = 48_000

    /// The samples, -32768...32767.
    public let samples: [Int16]
    /// When the first sample is to be heard, on the pipeline's clock, from its start.
    public let timestamp: Duration

    /// Wraps samples.
    public init(samples: [Int16], timestamp: Duration) {
        self.samples = samples
        self.timestamp = timestamp
    }
}

/// Where a peer's sound can go besides the speaker: a file, a test.
public protocol AudioSink: AnyObject, Sendable {
    /// Takes sound on the media engine's thread, in order and without gaps of its own; must not block.
    func receive(_ frame: AudioFrame)
}
