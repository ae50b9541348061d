// SPDX-License-Identifier: GPL-3.0-or-later

/// A file on its way through the same link, as TCP sends it: one packet more a round trip, half as many after a loss.
struct CompetingFlow {
    /// Bytes that arrived.
    private(set) var arrived = 0

    private var window = 2.0
    private var underway: [(isLost: Bool, answered: Duration)] = []
    private var halved = Duration.zero

    /// Lives through the 10 ms that begin now.
    mutating func step(at now: Duration, through link: inout SimulatedLink) {
        link.advance(to: now)
        for packet in underway where packet.answered <= now {
            if !packet.isLost {
                arrived += 1_500
                window += 1 / window
            } else if now > halved {
                window = max(window / 2, 2)
                halved = now + link.propagation * 2 + link.waiting
            }
        }
        underway.removeAll { $0.answered <= now }
        while Double(underway.count) < window {
            let arrival = link.send(bytes: 1_500)
            let answered = (arrival ?? now + link.waiting + link.propagation) + link.propagation
            underway.append((arrival == nil, answered))
        }
    }
}
