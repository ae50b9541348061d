// SPDX-License-Identifier: GPL-3.0-or-later

/// Pre-filtering: merges packets that left together into groups and compares their ways (draft-ietf-rmcat-gcc-02,
/// section 5.2).
///
/// A picture leaves as a burst; only between bursts does a difference of arrival times tell of a queue.
struct PacketGroups: Hashable, Sendable {
    /// How two groups that follow one another differ.
    struct Variation: Hashable, Sendable {
        /// Between their departures.
        let departure: Duration
        /// Between their arrivals.
        let arrival: Duration
        /// When the later one was complete, on the peer's clock.
        let arrived: Duration

        /// The inter-group delay variation: above 0 while a queue grows.
        var delay: Duration { arrival - departure }
    }

    /// What one packet leads to.
    enum Outcome: Hashable, Sendable {
        /// The group goes on, or the packet tells nothing.
        case nothing
        /// A group is complete and has one to be compared with.
        case variation(Variation)
        /// A clock jumped: all that was measured so far is void.
        case reset
    }

    /// The draft's burst_time.
    static let burst = Duration.milliseconds(5)
    /// A burst that a busy receiver makes of many is cut here.
    static let longestBurst = Duration.milliseconds(100)
    /// No queue grows by so much between two groups; a clock does.
    static let jump = Duration.seconds(3)

    private struct Group: Hashable, Sendable {
        let firstSent: Duration
        let firstArrived: Duration
        var lastSent: Duration
        var lastArrived: Duration

        init(sent: Duration, arrived: Duration) {
            (firstSent, lastSent) = (sent, sent)
            (firstArrived, lastArrived) = (arrived, arrived)
        }

        func includes(sent: Duration, arrived: Duration) -> Bool {
            if sent - firstSent <= PacketGroups.burst { return true }
            let gap = arrived - lastArrived
            return (.zero - PacketGroups.burst...PacketGroups.burst) ~= gap && gap < sent - lastSent
                && arrived - firstArrived < PacketGroups.longestBurst
        }
    }

    private var previous: Group?
    private var current: Group?
    private var backward = 0

    init() {}

    /// Takes a packet that arrived, in the order of sending.
    mutating func take(sent: Duration, arrived: Duration) -> Outcome {
        guard var group = current else {
            current = Group(sent: sent, arrived: arrived)
            return .nothing
        }
        if sent < group.firstSent {
            // One packet overtook another; a clock that went back stays back.
            return group.firstSent - sent > Self.jump ? reset() : .nothing
        }
        if group.includes(sent: sent, arrived: arrived) {
            group.lastSent = max(group.lastSent, sent)
            group.lastArrived = max(group.lastArrived, arrived)
            current = group
            return .nothing
        }
        defer { if current != nil { current = Group(sent: sent, arrived: arrived) } }
        return compare(group)
    }

    private mutating func compare(_ group: Group) -> Outcome {
        guard let earlier = previous else {
            previous = group
            return .nothing
        }
        let variation = Variation(
            departure: group.lastSent - earlier.lastSent,
            arrival: group.lastArrived - earlier.lastArrived,
            arrived: group.lastArrived
        )
        guard (.zero - Self.jump...Self.jump).contains(variation.delay) else { return reset() }
        guard variation.arrival >= .zero else {
            // Reordered as a whole; when it keeps happening, the arrival clock was set back a little.
            backward += 1
            return backward < 3 ? .nothing : reset()
        }
        backward = 0
        previous = group
        return .variation(variation)
    }

    private mutating func reset() -> Outcome {
        self = PacketGroups()
        return .reset
    }
}
