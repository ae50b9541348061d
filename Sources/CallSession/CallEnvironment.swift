// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Chance and time, as values, so that tests decide both.
public struct CallEnvironment: Sendable {
    /// Gives 64 fresh random bits.
    public let randomBits: @Sendable () -> UInt64
    /// Returns after the time given, or throws when the task is cancelled.
    public let sleep: @Sendable (Duration) async throws -> Void

    /// Brings both from outside.
    public init(
        randomBits: @escaping @Sendable () -> UInt64,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.randomBits = randomBits
        self.sleep = sleep
    }

    /// The system's random source and clock.
    public static let system = CallEnvironment(
        randomBits: { UInt64.random(in: .min ... .max) },
        sleep: { try await Task.sleep(for: $0) }
    )
}

/// How our own picture and sound are made, apart from the devices.
public struct CaptureOptions: Equatable, Sendable {
    /// Width of the encoded picture, in px.
    public var width = 640
    /// Height of the encoded picture, in px.
    public var height = 480
    /// Pictures per second at the most.
    public var frameRate = 30
    /// Play what peers say; false for bots and tests, which only measure it.
    public var playsSound = true
    /// How pictures are encoded for those who can take it so.
    public var videoCodec = VideoCodec.vp8

    /// 640x480 at 30 per second in VP8, with sound.
    public init() {}
}
