// SPDX-License-Identifier: GPL-3.0-or-later

/// When a picture is shown, beside the sound that was made with it.
///
/// A picture could be shown some 60 ms before its sound, which is kept back for the network's sake and in a speaker's buffer.
/// People do not mind up to 80 ms (ITU-R BT.1359 has 125 as the limit of what is accepted), and want to be quick.
public enum PictureTiming: Hashable, Sendable {
    /// As soon as it is decoded.
    case asItComes
    /// So long after its own time, at which it would have come over a network that takes none; or later if it comes later.
    case after(Duration)

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
    ///   - soundDelay: when sound is heard after its own time; nil when there is no sound to go with.
    ///   - pictureWait: how long pictures wait for packets that are missing. When that is long, pictures that are shown as
    ///     they come stop and jump; so all of them are kept back for as long.
    public init(soundDelay: Duration?, pictureWait: Duration) {
        let wait = Self.keptBack(pictureWait)
        if let soundDelay {
            self = .after(max(soundDelay - Self.lead, wait))
        } else {
            self = wait > .zero ? .after(wait) : .asItComes
        }
    }

    /// How late sound should be at least for pictures that wait so long.
    public static func keptBack(_ pictureWait: Duration) -> Duration { pictureWait > noticeable ? pictureWait : .zero }
}
