// SPDX-License-Identifier: GPL-3.0-or-later

/// Spaces the key frames that peers ask for, so that one peer with a bad path cannot make the picture coarse for all.
///
/// What we want ourselves, such as the first picture for a new peer, never waits. Times are ns of the monotonic clock.
public struct KeyFrameThrottle: Hashable, Sendable {
    /// What becomes of a request.
    public enum Decision: Hashable, Sendable {
        /// The encoder gets it.
        case pass
        /// It is dropped; one that was put off already serves it as well.
        case drop
        /// It is dropped, and has to be made again at that time.
        case putOff(until: UInt64)
    }

    /// The least time between two, in ns.
    public static let interval: UInt64 = 500_000_000

    private var last: UInt64?
    private var isPutOff = false

    /// Starts with no key frame made.
    public init() {}

    /// Takes a peer's request.
    public mutating func ask(at now: UInt64) -> Decision {
        guard let last, now < last &+ Self.interval else {
            self.last = now
            return .pass
        }
        guard !isPutOff else { return .drop }
        isPutOff = true
        return .putOff(until: last &+ Self.interval)
    }

    /// Notes one that we ask for ourselves, or the one that was put off.
    public mutating func insist(at now: UInt64) {
        last = now
        isPutOff = false
    }
}
