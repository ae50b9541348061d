// SPDX-License-Identifier: GPL-3.0-or-later

/// How long sound has to be kept back so that it is there when it is to be played.
///
/// Goes by what happened lately: what comes late once may not do so again, and counts half; what comes late twice does. It
/// widens at once, and narrows as that is forgotten.
struct PlayoutDelay: Hashable, Sendable {
    /// What sound may be kept back: as pictures.
    static let range = JitterTarget.range
    /// Before anything is known of a network; suits most.
    static let start = Duration.milliseconds(50)
    /// How many seconds are remembered, and how many it takes to know anything.
    static let (memory, least) = (12, 3)
    /// A piece that is played may begin up to so much before the sound that has come.
    static let margin = Duration.milliseconds(10)

    /// The latest of each second, the newest last.
    private var worst: [Duration] = []
    private var second = Int64.min

    /// Takes a piece of sound.
    ///
    /// - Parameters:
    ///   - lateness: how much later than at its own time it came.
    ///   - now: the moment.
    mutating func take(_ lateness: Duration, at now: Duration) {
        if now.components.seconds != second {
            second = now.components.seconds
            worst.append(lateness)
            worst.removeFirst(max(worst.count - Self.memory, 0))
        } else if let last = worst.last {
            worst[worst.count - 1] = max(last, lateness)
        }
    }

    /// How long to keep sound back now.
    var target: Duration {
        let sorted = worst.sorted(by: >)
        let latest = sorted.first ?? .zero
        let wanted = worst.count < Self.least ? max(latest, Self.start) : (latest + sorted[1]) / 2
        return min(max(wanted + Self.margin, Self.range.lowerBound), Self.range.upperBound)
    }
}
