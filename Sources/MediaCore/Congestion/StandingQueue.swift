// SPDX-License-Identifier: GPL-3.0-or-later

/// How long packets wait in queues, against the emptiest moment of late.
///
/// A queue that is full does not grow, so its trend is flat, and it loses a few packets in a hundred, which the draft
/// takes for chance: without this a call stays there for good. Only with loss does it count: a queue that another flow
/// fills without loss is for the adaptive threshold.
struct StandingQueue: Hashable, Sendable {
    /// Waiting that a picture's own burst does not explain.
    static let threshold = Duration.milliseconds(60)
    /// A queue stands when no packet of this time got through without waiting; a busy receiver holds up fewer.
    static let window = Duration.milliseconds(300)
    /// How long an emptiest moment counts, once to twice: clocks drift apart and paths change.
    static let memory = Duration.seconds(15)

    private struct Sample: Hashable, Sendable {
        let time: Duration
        let way: Duration
    }

    /// What the least delayed packet of the window waited.
    private(set) var wait = Duration.zero

    private var recent: [Sample] = []
    private var least: Duration?
    private var leastBefore: Duration?
    private var since: Duration?

    init() {}

    /// Whether a queue stands.
    var stands: Bool { wait > Self.threshold }

    /// Takes the smallest difference of arrival and departure in a feedback, whatever the clocks say.
    mutating func take(_ way: Duration, at now: Duration) {
        if let begun = since, now - begun > Self.memory {
            (leastBefore, least, since) = (least, nil, now)
        }
        if since == nil { since = now }
        let base = min(least ?? way, way)
        least = base
        recent.removeAll { now - $0.time >= Self.window }
        recent.append(Sample(time: now, way: way))
        wait = (recent.map(\.way).min() ?? way) - min(base, leastBefore ?? base)
    }
}
