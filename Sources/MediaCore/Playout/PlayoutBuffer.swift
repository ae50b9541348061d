// SPDX-License-Identifier: GPL-3.0-or-later

/// One person's sound between decoder and speaker: keeps back as much as their network asks for, without a jolt.
///
///     packet -> expect
///     decoder -> put -> samples in store -> take, every 10 ms -> speaker
///                       too many: a pitch period is left out     too few: one is played twice     none: the last is repeated
///
/// All sound is mono, at `clockRate`; times are of one clock, a sound's own being that at which it would have been heard over
/// a network that takes no time. Takes whatever comes: times may jump. One thread at a time.
public struct PlayoutBuffer: Sendable {
    /// Samples a second (RFC 7587 section 4.1).
    public static let clockRate = 48_000
    /// What is in store at the most; older sound is thrown away.
    static let capacity = clockRate
    /// Sound that is more than this later than it should be is not caught up with by playing it faster.
    static let hopeless = Duration.milliseconds(500)
    /// For how long what was made up may stand for what was lost.
    static let recently = Duration.milliseconds(200)

    /// What was done to the sound so far.
    public private(set) var counts = PlayoutCounts()
    /// Keeps sound back for as long at least; for a picture that takes longer.
    public var leastDelay = Duration.zero

    private var store: [Int16] = []
    /// Where the next sample is in the store, and its own time.
    private var next = 0
    private var nextTime = Duration.zero
    private var past: [Int16] = []
    private var needed = PlayoutDelay()
    private var state = State.waiting
    private var now = Duration.zero
    /// When the sound was last scaled, and when it last ran out.
    private var scaled = Duration.zero
    private var starved: Duration?
    /// The times of the last packets.
    private var expected: [Duration] = []
    /// Samples that were made up since it ran out: so much of a lost packet need not be played any more.
    private var owed = 0

    private enum State {
        /// For enough sound to begin with.
        case waiting
        case playing
        /// The store ran empty.
        case concealing(Concealment)
    }

    /// Starts with nothing.
    public init() {}

    /// How long sound is to be kept back at the moment.
    public var target: Duration { max(needed.target, min(leastDelay, PlayoutDelay.range.upperBound)) }

    /// How long it is kept back; nil while nothing is played.
    public private(set) var delay: Duration?

    private var available: Int { store.count - next }

    // MARK: - In

    /// Hears of a packet on its way to the decoder; what the decoder makes up for one that is lost may be later.
    ///
    /// - Parameters:
    ///   - time: of its first sample.
    ///   - now: when it, or what is decoded of it, can be put.
    public mutating func expect(_ time: Duration, at now: Duration) {
        needed.take(now - time, at: now)
        expected = expected.suffix(15) + [time]
    }

    /// Takes what was decoded.
    ///
    /// - Parameters:
    ///   - sound: the samples.
    ///   - time: the first one's.
    public mutating func put(_ sound: [Int16], at time: Duration) {
        let known = replaced(of: sound, at: time)
        guard known < sound.count else { return }
        if next > Self.clockRate / 10 {
            store.removeFirst(next)
            next = 0
        }
        // The newest counts: computers' clocks drift apart, and the network's quickest packet was not the first.
        nextTime = time + Self.duration(known) - Self.duration(available)
        store += sound.dropFirst(known).suffix(Self.capacity)
        discard(available - Self.capacity)
    }

    /// How much of what stands for a lost packet comes too late: something else was played in its place already.
    private mutating func replaced(of sound: [Int16], at time: Duration) -> Int {
        guard let starved, now - starved < Self.recently else {
            owed = 0
            return 0
        }
        guard owed > 0, !expected.contains(where: { abs(($0 - time) / .milliseconds(1)) < 5 }) else { return 0 }
        let count = min(owed, sound.count)
        owed -= count
        return count
    }

    private mutating func discard(_ count: Int) {
        guard count > 0 else { return }
        next += count
        nextTime += Self.duration(count)
        counts.discarded += UInt64(count)
    }

    // MARK: - Out

    /// Gives what is to be played next, whatever there is.
    ///
    /// - Parameters:
    ///   - count: how many samples; 10 ms are meant.
    ///   - now: when the first of them is due.
    /// - Returns: as many samples.
    public mutating func take(_ count: Int, at now: Duration) -> [Int16] {
        self.now = now
        if case .waiting = state { delay = nil } else { delay = now - nextTime }
        let sound = play(max(count, 0))
        past = Array((past + sound).suffix(Concealment.past))
        return sound
    }

    private mutating func play(_ count: Int) -> [Int16] {
        switch state {
        case .waiting:
            guard available >= count, now - nextTime >= target else { return [Int16](repeating: 0, count: count) }
            if now - nextTime > Self.hopeless { discard(min(Self.samples(now - nextTime - target), available - count)) }
            state = .playing
            return Crossfade.mix([Int16](repeating: 0, count: count), dequeue(count))
        case .playing:
            scale(for: count)
            guard available < count else { return dequeue(count) }
            return runOut(count)
        case .concealing(var concealment):
            let made = concealment.next(count)
            if available >= count {
                state = .playing
                return Crossfade.mix(made, dequeue(count))
            }
            state = concealment.isOver ? .waiting : .concealing(concealment)
            counts.concealed += UInt64(count)
            owed += count
            return made
        }
    }

    private mutating func dequeue(_ count: Int) -> [Int16] {
        defer {
            next += count
            nextTime += Self.duration(count)
            counts.played += UInt64(count)
        }
        return Array(store[next..<next + count])
    }

    private mutating func runOut(_ count: Int) -> [Int16] {
        let rest = dequeue(available)
        var concealment = Concealment(after: Array((past + rest).suffix(Concealment.past)))
        let made = concealment.next(count - rest.count)
        state = .concealing(concealment)
        starved = now
        counts.concealments += 1
        counts.concealed += UInt64(made.count)
        owed = made.count
        return rest + made
    }

    // MARK: - Faster and slower

    /// How far from the target sound may be before something is done.
    private static let (slack, lack) = (Duration.milliseconds(5), Duration.milliseconds(4))
    /// From one splice to the next, at least: sound is played faster or slower by a tenth.
    private static let pause = Duration.milliseconds(90)
    /// After sound ran out it is not played faster until more is known.
    private static let caution = Duration.seconds(2)
    /// How like itself sound has to be where it is spliced; and where it is far too late.
    private static let (alike, hardlyAlike) = (0.85, 0.4)
    private static let late = Duration.milliseconds(80)

    private mutating func scale(for count: Int) {
        let excess = now - nextTime - target
        guard now - scaled >= Self.pause, excess > Self.slack || excess + Self.lack < .zero else { return }
        if excess > .zero, let starved, now - starved < Self.caution { return }
        // No more than is wanted, and so that a piece is left to be played.
        let limit = min((available - count) / 2, Self.samples(excess > .zero ? excess + Self.lack : Self.late))
        let sound = Array(store[next...].prefix(Periodicity.window + Periodicity.periods.upperBound))
        guard let found = Periodicity.find(in: sound, at: 0, direction: 1, upTo: limit),
            found.likeness >= (excess > Self.late ? Self.hardlyAlike : Self.alike)
        else { return }
        scaled = now
        if excess > .zero { leaveOut(found.period) } else { repeatOnce(found.period) }
    }

    /// Plays two periods as one.
    private mutating func leaveOut(_ period: Int) {
        let mixed = Crossfade.mix(store[next..<next + period], store[next + period..<next + 2 * period])
        store.replaceSubrange(next..<next + 2 * period, with: mixed)
        nextTime += Self.duration(period)
        counts.removed += UInt64(period)
    }

    /// Plays one period twice.
    private mutating func repeatOnce(_ period: Int) {
        let mixed = Crossfade.mix(store[next + period..<next + 2 * period], store[next..<next + period])
        store.insert(contentsOf: mixed, at: next + period)
        nextTime -= Self.duration(period)
        counts.inserted += UInt64(period)
    }

    // MARK: - Units

    static func duration(_ samples: Int) -> Duration {
        .nanoseconds(Int64(samples) * 1_000_000_000 / Int64(clockRate))
    }

    private static func samples(_ duration: Duration) -> Int {
        Int(min(max(duration, .zero), .seconds(10)) / .nanoseconds(1)) * (clockRate / 1_000) / 1_000_000
    }
}

/// What was done to one person's sound, in samples, as W3C webrtc-stats has it (section 8.5, RTCInboundRtpStreamStats).
public struct PlayoutCounts: Hashable, Sendable {
    /// `totalSamplesReceived` without those that were made up.
    public internal(set) var played: UInt64 = 0
    /// `concealedSamples`.
    public internal(set) var concealed: UInt64 = 0
    /// `concealmentEvents`.
    public internal(set) var concealments: UInt64 = 0
    /// `insertedSamplesForDeceleration`.
    public internal(set) var inserted: UInt64 = 0
    /// `removedSamplesForAcceleration`.
    public internal(set) var removed: UInt64 = 0
    /// Thrown away, because they came far too late or all at once.
    public internal(set) var discarded: UInt64 = 0
}
