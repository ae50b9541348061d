// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Synchronization

/// One peer's sound on its way to the speaker; threads that decode put into it, the one that plays takes.
final class Voice: Sendable {
    private struct State: Sendable {
        var buffer = PlayoutBuffer()
        var gain = 1.0
        var isPlaying = false
    }

    private let state = Mutex(State())

    init() {}

    /// How long its sound is kept back; nil while nothing of it is played.
    var delay: Duration? { state.withLock { $0.buffer.delay } }

    /// What was done to its sound.
    var counts: PlayoutCounts { state.withLock { $0.buffer.counts } }

    /// Keeps its sound back for as long at least, so that it does not come before its picture.
    func keepBack(atLeast delay: Duration) { state.withLock { $0.buffer.leastDelay = delay } }

    /// Lets it be heard, or not; its sound passes all the same.
    func setPlaying(_ isPlaying: Bool) { state.withLock { $0.isPlaying = isPlaying } }

    /// Makes it louder or softer: what each sample is multiplied with.
    func setGain(_ gain: Double) { state.withLock { $0.gain = gain } }

    /// As `PlayoutBuffer.expect`.
    func expect(_ time: Duration, at now: Duration) { state.withLock { $0.buffer.expect(time, at: now) } }

    /// As `PlayoutBuffer.put`.
    func put(_ sound: [Int16], at time: Duration) { state.withLock { $0.buffer.put(sound, at: time) } }

    /// Adds what is to be heard next to `sum`.
    fileprivate func add(to sum: inout [Int32], at now: Duration) {
        let (sound, gain) = state.withLock { state in
            (state.buffer.take(sum.count, at: now), state.isPlaying ? state.gain : 0)
        }
        guard gain != 0 else { return }
        for index in sum.indices {
            sum[index] &+= gain == 1 ? Int32(sound[index]) : Int32(Double(sound[index]) * min(gain, 1_000))
        }
    }
}

/// Everybody's sound as one.
final class VoiceMix: Sendable {
    private let voices = Mutex<[Voice]>([])

    init() {}

    func add(_ voice: Voice) { voices.withLock { $0.append(voice) } }

    func remove(_ voice: Voice) { voices.withLock { $0.removeAll { $0 === voice } } }

    var isEmpty: Bool { voices.withLock(\.isEmpty) }

    /// What is to be played next.
    ///
    /// - Parameters:
    ///   - count: how many samples.
    ///   - now: the first one's running time.
    /// - Returns: as many samples.
    func take(_ count: Int, at now: Duration) -> [Int16] {
        var sum = [Int32](repeating: 0, count: count)
        for voice in voices.withLock(\.self) { voice.add(to: &sum, at: now) }
        return sum.map { Int16(clamping: $0) }
    }
}
