// SPDX-License-Identifier: GPL-3.0-or-later

/// When a picture is shown, beside the sound that was made with it.
///
/// A picture could be shown some 90 ms before its sound, which a jitter buffer, a mixer and a speaker's buffer keep back.
/// People do not mind up to 80 ms (ITU-R BT.1359 has 125 as the limit of what is accepted), and want to be quick.
public enum PictureTiming: Hashable, Sendable {
    /// As soon as it is decoded.
    case asItComes
    /// So much before its sound, or later if it comes later.
    case beforeSound(Duration)

    /// How much earlier than its sound a picture may be, by their times.
    ///
    /// What a microphone and a speaker's server hold back has no part in those and comes on top of it: 20 to 50 ms
    /// (docs/benchmarks.md).
    public static let lead = Duration.milliseconds(40)
    /// A pause between pictures that people see.
    static let noticeable = Duration.milliseconds(120)

    /// Chooses for the moment.
    ///
    /// - Parameters:
    ///   - soundLatency: from a packet's arrival to the speaker; nil when there is no sound to go with.
    ///   - pictureWait: how long pictures wait for packets that are missing. When that is long, pictures that are shown as
    ///     they come stop and jump; so all of them are kept back for as long.
    public init(soundLatency: Duration?, pictureWait: Duration) {
        let isJumpy = pictureWait > Self.noticeable
        guard let soundLatency else {
            self = isJumpy ? .beforeSound(.zero) : .asItComes
            return
        }
        self = .beforeSound(isJumpy ? min(Self.lead, max(.zero, soundLatency - pictureWait)) : Self.lead)
    }
}
