// SPDX-License-Identifier: GPL-3.0-or-later

/// How a picture's packets that are missing are asked for (RFC 4585 section 6.2.1, RFC 4588), by how far away they are.
///
/// A picture that comes late holds up those after it for a moment. One that was given up holds them up for longer: a key
/// frame has to be asked for, made and sent, which on a narrow link takes several round trips. So a packet is waited for
/// beyond the time at which its picture should have been shown.
public struct RetransmissionPlan: Hashable, Sendable {
    /// On a longer way than this there is no time to wait for an answer before asking again.
    static let farAway = Duration.milliseconds(100)
    /// What is assumed while nothing is known.
    static let usual = Duration.milliseconds(200)
    /// When to ask at first, far away: packets that overtake each other are rare, and are asked for in vain.
    static let firstQuestion = Duration.milliseconds(10)
    /// Share of a round trip after which to ask again, far away, so that there are two questions before the first answer.
    ///
    /// Each brings the packet once more: with four of them a tenth of a narrow link was repetitions.
    static let repetitionShare = 0.6
    /// Questions do not follow each other faster, far away.
    static let leastRepetition = Duration.milliseconds(60)
    /// Bounds of `patience`.
    static let bounds = Duration.milliseconds(100)...Duration.milliseconds(600)

    /// From the gap that is seen to the first question; nil to go by how packets come.
    public let delay: Duration?
    /// From one question to the next; nil to wait for an answer.
    public let repetition: Duration?
    /// How much longer than pictures are kept back a packet is waited for: the answer to a second question comes in time.
    public let patience: Duration

    private let trip: Duration

    /// - Parameter roundTrip: how long an answer takes; nil while it is not known.
    public init(roundTrip: Duration?) {
        trip = min(max(roundTrip ?? Self.usual, .zero), .seconds(10))
        let isFar = roundTrip.map { $0 > Self.farAway } ?? false
        delay = isFar ? Self.firstQuestion : nil
        repetition = isFar ? max(trip * Self.repetitionShare, Self.leastRepetition) : nil
        patience = min(max(trip * 1.5 + .milliseconds(100), Self.bounds.lowerBound), Self.bounds.upperBound)
    }

    /// When to ask for a packet last: later an answer would come too late.
    ///
    /// On a way so long that each does, it is asked for again all the same.
    ///
    /// - Parameter latency: how long pictures are kept back.
    /// - Returns: the time from the moment at which the packet was due; nil to go by how packets come.
    public func lastQuestion(keptBack latency: Duration) -> Duration? {
        repetition.map { max(latency + patience - trip, $0) }
    }
}
