// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore

/// Keeps one peer's jitter buffers as long as its network asks for.
struct PeerJitterBuffers {
    /// A change that is smaller is not worth the jolt that sound gets from each.
    static let step = Duration.milliseconds(20)

    /// On a longer way than this there is no time to wait for an answer before asking again.
    static let farAway = Duration.milliseconds(100)
    /// How often to ask then, in ms: the peer's answer may be lost as well, and so may our question.
    static let repetition = 60

    private struct Buffer {
        let element: Element
        let arrivals: ArrivalMeter
        var target: JitterTarget
        var applied: Duration
        var late: UInt64 = 0
        var retransmissions: UInt64 = 0
    }

    private var buffers: [Buffer] = []

    init() {}

    /// How long packets wait for others.
    var wait: Duration { buffers.map(\.applied).max() ?? .zero }

    /// Takes charge of an rtpjitterbuffer, and of what was measured in front of it.
    mutating func add(_ element: Element, arrivals: ArrivalMeter) {
        let latency = Duration.milliseconds(element.object.uint("latency"))
        let target = JitterTarget(start: latency)
        buffers.append(Buffer(element: element, arrivals: arrivals, target: target, applied: latency))
    }

    /// Reads what happened and widens or narrows.
    mutating func adapt(roundTrip: Duration?, at now: Duration) {
        for index in buffers.indices { adapt(&buffers[index], roundTrip: roundTrip, at: now) }
    }

    private func adapt(_ buffer: inout Buffer, roundTrip: Duration?, at now: Duration) {
        guard let figures = JitterBufferStatistics(buffer.element) else { return }
        let isAsking = figures.retransmissions > buffer.retransmissions
        let isFar = (roundTrip ?? .zero) > Self.farAway
        let late = figures.late > buffer.late ? figures.late - buffer.late : 0
        (buffer.late, buffer.retransmissions) = (figures.late, figures.retransmissions)
        // Requests wait for the next RTCP packet: the session's own figure, once there is one, is the true one. Far away it
        // says little, because packets are asked for again before the first answer; there is time for that.
        let trip =
            isFar
            ? (roundTrip ?? .zero) + .milliseconds(Self.repetition)
            : max(roundTrip ?? .zero, .nanoseconds(Int64(clamping: figures.retransmissionTime)))
        buffer.target.update(
            jitter: .nanoseconds(Int64(clamping: figures.jitter)),
            spread: buffer.arrivals.takeLargest(),
            roundTrip: isAsking ? trip : nil,
            late: Int(clamping: late),
            at: now
        )
        let latency = buffer.target.latency
        askAgain(in: buffer.element, roundTrip: isFar ? roundTrip : nil, within: latency)
        guard latency > buffer.applied || latency <= buffer.applied - Self.step else { return }
        buffer.applied = latency
        buffer.element.object.set("latency", uint: UInt(latency / .milliseconds(1)))
    }

    /// Has a packet that is missing asked for at once, and until an answer would come too late, but twice at the least.
    ///
    /// Without a round trip an answer is waited for, as is usual, for which there is no time far away.
    private func askAgain(in buffer: Element, roundTrip: Duration?, within latency: Duration) {
        let period = roundTrip.map { max(Int((latency - $0) / .milliseconds(1)), Self.repetition + 10) }
        buffer.object.set("rtx-delay", int: roundTrip == nil ? -1 : 10)
        buffer.object.set("rtx-retry-timeout", int: roundTrip == nil ? -1 : Self.repetition)
        buffer.object.set("rtx-retry-period", int: period ?? -1)
    }
}
