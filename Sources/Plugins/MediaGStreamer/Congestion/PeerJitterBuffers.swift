// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore

/// Keeps one peer's jitter buffers as long as its network asks for.
struct PeerJitterBuffers {
    /// A change that is smaller is not worth the jolt that sound gets from each.
    static let step = Duration.milliseconds(20)

    private struct Buffer {
        let element: Element
        var target: JitterTarget
        var applied: Duration
        var late: UInt64 = 0
        var retransmissions: UInt64 = 0
    }

    private var buffers: [Buffer] = []

    init() {}

    /// How long packets wait for others.
    var wait: Duration { buffers.map(\.applied).max() ?? .zero }

    /// Takes charge of an rtpjitterbuffer.
    mutating func add(_ element: Element) {
        let latency = Duration.milliseconds(element.object.uint("latency"))
        buffers.append(Buffer(element: element, target: JitterTarget(start: latency), applied: latency))
    }

    /// Reads what happened and widens or narrows.
    mutating func adapt(roundTrip: Duration?, at now: Duration) {
        for index in buffers.indices { adapt(&buffers[index], roundTrip: roundTrip, at: now) }
    }

    private func adapt(_ buffer: inout Buffer, roundTrip: Duration?, at now: Duration) {
        guard let figures = JitterBufferStatistics(buffer.element) else { return }
        let isAsking = figures.retransmissions > buffer.retransmissions
        let time = figures.retransmissionTime
        let late = figures.late > buffer.late ? figures.late - buffer.late : 0
        (buffer.late, buffer.retransmissions) = (figures.late, figures.retransmissions)
        buffer.target.update(
            jitter: .nanoseconds(Int64(clamping: figures.jitter)),
            // Requests wait for the next RTCP packet: the session's own figure, once there is one, is the true one.
            roundTrip: isAsking ? max(roundTrip ?? .zero, .nanoseconds(Int64(clamping: time))) : nil,
            late: Int(clamping: late),
            at: now
        )
        let latency = buffer.target.latency
        guard latency > buffer.applied || latency <= buffer.applied - Self.step else { return }
        buffer.applied = latency
        buffer.element.object.set("latency", uint: UInt(latency / .milliseconds(1)))
    }
}
