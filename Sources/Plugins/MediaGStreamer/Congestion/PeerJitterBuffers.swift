// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore

/// Keeps one peer's jitter buffers as long as its network asks for.
struct PeerJitterBuffers {
    /// What pictures wait to begin with; suits most networks.
    static let start = Duration.milliseconds(60)
    /// A change that is smaller is not worth it.
    static let step = Duration.milliseconds(15)
    /// What sound waits for a packet that is missing: until the next one, which has what was in it once more.
    ///
    /// How long all of it is kept back is for the PlayoutBuffer to say.
    static let soundWait = Duration.milliseconds(20)
    /// How many round trips are remembered, one a second: the least of them is the network's, the rest is our own queue.
    static let memory = 10

    /// One of them.
    struct Buffer {
        /// What packets wait in.
        let jitterBuffer: JitterBuffer
        /// What comes into it.
        let kind: CarriedKind
        fileprivate var target = JitterTarget(start: PeerJitterBuffers.start)
        /// How long pictures that come out of it are to be kept back.
        fileprivate(set) var applied = PeerJitterBuffers.start
        /// How much longer than that a missing packet is waited for; nil before that was decided.
        fileprivate(set) var patience: Duration?
        fileprivate var late: UInt64 = 0
        fileprivate var retransmissions: UInt64 = 0
    }

    /// One for each stream that came.
    private(set) var buffers: [Buffer] = []
    private var roundTrips: [Duration] = []

    init() {}

    /// How long pictures wait for packets that are missing.
    var wait: Duration { buffers.filter { $0.kind.value == .video }.map(\.applied).max() ?? .zero }

    /// Whether sound was lost since the connection began.
    private(set) var hasLostSound = false

    /// Takes charge of a jitter buffer.
    mutating func add(_ jitterBuffer: JitterBuffer, kind: CarriedKind) {
        buffers.append(Buffer(jitterBuffer: jitterBuffer, kind: kind))
    }

    /// Reads what happened and widens or narrows; about once a second.
    ///
    /// - Parameters:
    ///   - roundTrip: how long an answer takes; nil while it is not known.
    ///   - isAnswered: whether the peer sends pictures' packets again. For another's there is no use in waiting.
    ///   - now: the moment, on our clock.
    mutating func adapt(roundTrip: Duration?, isAnswered: Bool, at now: Duration) {
        if let roundTrip {
            roundTrips.append(roundTrip)
            roundTrips.removeFirst(max(roundTrips.count - Self.memory, 0))
        }
        for index in buffers.indices {
            switch buffers[index].kind.value {
            case nil: break
            case .video where isAnswered: adaptPictures(&buffers[index], roundTrip: roundTrips.min(), at: now)
            case .video: adaptToArrivals(&buffers[index], at: now)
            case .audio: hasLostSound = hasLostSound || (buffers[index].jitterBuffer.statistics?.lost ?? 0) > 0
            }
        }
    }

    /// Pictures that nobody sends again.
    private func adaptToArrivals(_ buffer: inout Buffer, at now: Duration) {
        buffer.jitterBuffer.askForNothing()
        guard let figures = buffer.jitterBuffer.statistics else { return }
        let late = figures.late > buffer.late ? figures.late - buffer.late : 0
        buffer.late = figures.late
        buffer.target.update(
            jitter: .nanoseconds(Int64(clamping: figures.jitter)),
            roundTrip: nil,
            late: Int(clamping: late),
            at: now
        )
        apply(&buffer, patience: .zero)
    }

    /// Pictures are kept back for as long as one answer takes; for another they are waited for when it is needed.
    private func adaptPictures(_ buffer: inout Buffer, roundTrip: Duration?, at now: Duration) {
        guard let figures = buffer.jitterBuffer.statistics else { return }
        let plan = RetransmissionPlan(roundTrip: roundTrip)
        let isAsking = figures.retransmissions > buffer.retransmissions
        buffer.retransmissions = figures.retransmissions
        // Requests wait for the next RTCP packet: the session's own figure, once there is one, is the true one. Far away it
        // says little, because packets are asked for again before the first answer.
        let measured =
            plan.repetition == nil ? Duration.nanoseconds(Int64(clamping: figures.retransmissionTime)) : .zero
        buffer.target.update(
            jitter: .nanoseconds(Int64(clamping: figures.jitter)),
            roundTrip: isAsking ? max(roundTrip ?? .zero, measured) : nil,
            late: 0,
            at: now
        )
        apply(&buffer, patience: plan.patience)
        let last = plan.lastQuestion(keptBack: buffer.applied)
        buffer.jitterBuffer.ask(after: plan.delay, again: plan.repetition, until: last)
    }

    private func apply(_ buffer: inout Buffer, patience: Duration) {
        let latency = buffer.target.latency
        let isOther = latency > buffer.applied || latency <= buffer.applied - Self.step
        let isOtherwisePatient = buffer.patience.map { abs((patience - $0) / Self.step) >= 1 } ?? true
        guard isOther || isOtherwisePatient else { return }
        if isOther { buffer.applied = latency }
        if isOtherwisePatient { buffer.patience = patience }
        buffer.jitterBuffer.wait(buffer.applied + (buffer.patience ?? patience))
    }
}
