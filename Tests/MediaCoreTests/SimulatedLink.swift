// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore

/// A bottleneck with a queue that drops its tail, some loss and delay by chance; in simulated time.
struct SimulatedLink {
    /// In bit/s; 0 while nothing passes.
    var bitrate: Double
    /// Bytes that wait at the most.
    let queueLimit: Double
    /// One way.
    let propagation: Duration
    /// Share that is lost by chance, 0...1.
    let loss: Double
    /// What a packet may be held up by besides; none overtakes another.
    let jitter: Duration

    /// Bytes that wait at `moment`.
    private(set) var queue = 0.0
    private var moment = Duration.zero
    private var lastArrival = Duration.zero
    private var random: Seeded

    /// Makes a link; `queue` is what fits at 500 kbit/s in that time.
    init(
        bitrate: Double,
        queue: Duration = .milliseconds(200),
        propagation: Duration = .milliseconds(50),
        loss: Double = 0,
        jitter: Duration = .zero,
        seed: UInt64 = 1
    ) {
        self.bitrate = bitrate
        queueLimit = queue / .seconds(1) * 500_000 / 8
        self.propagation = propagation
        self.loss = loss
        self.jitter = jitter
        random = Seeded(state: seed)
    }

    /// How long what is sent now waits; nothing of the queue moves while the link is down.
    var waiting: Duration { bitrate > 0 ? .seconds(queue * 8 / bitrate) : .seconds(3_600) }

    /// Lets time pass; it must not go back.
    mutating func advance(to now: Duration) {
        queue = max(queue - (now - moment) / .seconds(1) * bitrate / 8, 0)
        moment = now
    }

    /// Sends a packet now; when it arrives, or nil.
    mutating func send(bytes: Int) -> Duration? {
        let isUnlucky = Double.random(in: 0..<1, using: &random) < loss
        guard bitrate > 0, queue + Double(bytes) <= queueLimit else { return nil }
        queue += Double(bytes)
        let held = jitter * Double.random(in: 0...1, using: &random)
        lastArrival = max(lastArrival, moment + waiting + propagation + held)
        return isUnlucky ? nil : lastArrival
    }
}
