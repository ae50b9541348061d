// SPDX-License-Identifier: GPL-3.0-or-later

/// What was done to a peer's sound before it was heard, in samples since the start, named as in W3C webrtc-stats (section 8.5,
/// RTCInboundRtpStreamStats).
public struct SoundStatistics: Hashable, Sendable {
    /// All that was played, with what was made up.
    public var totalSamplesReceived: UInt64 = 0
    /// Made up, because there was nothing to play.
    public var concealedSamples: UInt64 = 0
    /// How often some had to be made up, one after the other.
    public var concealmentEvents: UInt64 = 0
    /// Played twice, to wait longer for what is late.
    public var insertedSamplesForDeceleration: UInt64 = 0
    /// Left out, to wait for less time.
    public var removedSamplesForAcceleration: UInt64 = 0

    /// Starts from nothing.
    public init() {}
}
