// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore

/// Sound and picture on their way through a link, steered by an estimator: what the engine does, in simulated time.
struct SimulatedSender {
    /// What became of a call, second by second.
    struct Second: Sendable {
        /// What was sent, lost packets too, in bit/s.
        var sent = 0.0
        /// What arrived, in bit/s.
        var arrived = 0.0
        /// The longest that a packet waited in the queue.
        var longestWait = Duration.zero
        /// The shortest: above 0 when the queue stood.
        var shortestWait = Duration.seconds(3_600)
        /// What the estimator allowed at the end, in bit/s.
        var target = 0
    }

    private struct Packet {
        let number: UInt16
        let sent: Duration
        let arrived: Duration?
        let size: Int
    }

    private(set) var seconds: [Second] = []
    private(set) var estimator: BandwidthEstimator
    private var allocator = BitrateAllocator()
    private var random: Seeded
    private var number: UInt16
    private var video = 200_000
    private var unreported: [Packet] = []
    private var underway: [(at: Duration, packets: [Packet])] = []
    private var reported = Duration.zero
    private var sentSince = 0
    /// Share of feedback that is lost, 0...1.
    private let feedbackLoss: Double
    /// The peer's clock is another one, and runs a little faster.
    private let offset = Duration.seconds(86_400)

    init(
        start: Int = 300_000,
        limits: ClosedRange<Int> = 50_000...2_500_000,
        feedbackLoss: Double = 0,
        seed: UInt64
    ) {
        self.feedbackLoss = feedbackLoss
        estimator = BandwidthEstimator(start: start, limits: limits)
        random = Seeded(state: seed)
        number = UInt16.random(in: .min ... .max, using: &random)
    }

    /// Lives through the 10 ms that begin now.
    mutating func step(at now: Duration, through link: inout SimulatedLink) {
        let tick = Int(now / .milliseconds(10))
        if tick % 100 == 0 { seconds.append(Second()) }
        link.advance(to: now)
        if tick % 2 == 0 { send(80 + 58, at: now, through: &link) }
        // 33 pictures a second, whose sizes differ by half.
        if tick % 3 == 0 {
            var left = Int(Double(video) / 8 * 0.03 * Double.random(in: 0.5...1.5, using: &random))
            while left > 0 {
                send(min(left, 1_150) + 70, at: now, through: &link)
                left -= 1_150
            }
        }
        if tick % 10 == 0 { report(at: now, after: link.propagation) }
        seconds[seconds.count - 1].target = estimator.target
    }

    private mutating func send(_ size: Int, at now: Duration, through link: inout SimulatedLink) {
        let arrived = link.send(bytes: size)
        seconds[seconds.count - 1].sent += Double(size) * 8
        if arrived != nil {
            seconds[seconds.count - 1].arrived += Double(size) * 8
            let (longest, shortest) = (seconds[seconds.count - 1].longestWait, seconds[seconds.count - 1].shortestWait)
            seconds[seconds.count - 1].longestWait = max(longest, link.waiting)
            seconds[seconds.count - 1].shortestWait = min(shortest, link.waiting)
        }
        unreported.append(Packet(number: number, sent: now, arrived: arrived, size: size))
        number &+= 1
        sentSince += size
    }

    /// Ten times a second the peer tells what came so far; what did not before something later did is lost.
    private mutating func report(at now: Duration, after propagation: Duration) {
        if let last = unreported.lastIndex(where: { $0.arrived.map { $0 <= now } ?? false }) {
            let isLost = feedbackLoss > 0 && Double.random(in: 0..<1, using: &random) < feedbackLoss
            if !isLost { underway.append((now + propagation, Array(unreported[...last]))) }
            unreported.removeFirst(last + 1)
        }
        while let first = underway.first, first.at <= now {
            underway.removeFirst()
            estimator.take(first.packets.map(feedback), at: now)
        }
        estimator.tick(at: now)
        video = allocator.video(target: estimator.target, sent: sentSince, over: now - reported).bitrate
        (sentSince, reported) = (0, now)
    }

    private func feedback(_ packet: Packet) -> PacketFeedback {
        // In steps of 250 us, as the wire has it, on a clock that is 50 ppm fast.
        let steps = packet.arrived.map { ($0 * 1.00005 + offset) / .microseconds(250) }
        return PacketFeedback(
            sequenceNumber: packet.number,
            sent: packet.sent,
            arrived: steps.map { .microseconds(250) * Int($0) },
            size: packet.size
        )
    }
}

extension Sequence<SimulatedSender.Second> {
    /// The mean of what arrived, in bit/s.
    var arrived: Double { map(\.arrived).mean }
    /// The mean of each second's longest wait, in ms.
    var wait: Double { map { $0.longestWait / .milliseconds(1) }.mean }
    /// The mean of each second's shortest wait, in ms: how long a queue stood.
    var standing: Double { map { $0.shortestWait / .milliseconds(1) }.mean }
    /// The share that was lost.
    var lost: Double { 1 - map(\.arrived).mean / Swift.max(map(\.sent).mean, 1) }
}

extension [Double] {
    fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
