// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import Synchronization

/// Brings a peer's sound from the media engine's thread to the main actor.
final class SoundTap: AudioSink {
    /// Sound, and when it came.
    struct Arrival: Sendable {
        let frame: AudioFrame
        let time: ContinuousClock.Instant
    }

    let arrivals: AsyncStream<Arrival>
    private let continuation: AsyncStream<Arrival>.Continuation
    private let start = ContinuousClock.now
    /// Nanoseconds from `start` to the newest sound; 0 before any.
    private let newest = Atomic<Int64>(0)

    init() {
        // Ten seconds of 10 ms frames: more than the main actor is ever late.
        (arrivals, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1000))
    }

    /// Time without any sound up to now; nil before the first.
    var silence: Duration? {
        let newest = newest.load(ordering: .relaxed)
        return newest == 0 ? nil : .now - (start + .nanoseconds(newest))
    }

    func receive(_ frame: AudioFrame) {
        let time = ContinuousClock.now
        newest.store(Int64((time - start) / .nanoseconds(1)), ordering: .relaxed)
        continuation.yield(Arrival(frame: frame, time: time))
    }

    func finish() { continuation.finish() }
}

/// Keeps the last second of a peer's sound, and writes all of it to a file if asked to.
@MainActor final class SoundCollector {
    let tap = SoundTap()
    private(set) var lastSecond: [Int16] = []
    /// The longest time without any sound, silence included, between two parts of it.
    private(set) var longestPause = Duration.zero
    private var lastArrival: ContinuousClock.Instant?
    private var longestOfLate = Duration.zero
    private var file: WaveFile?
    private var collecting: Task<Void, Never>?

    /// - Parameter file: where the sound is kept as it comes; nil for nowhere.
    init(file: WaveFile?) {
        self.file = file
        let arrivals = tap.arrivals
        collecting = Task { [weak self] in
            for await arrival in arrivals { self?.take(arrival) }
        }
    }

    /// Waits for what is under way and completes the file.
    func finish() async {
        tap.finish()
        await collecting?.value
        file?.close()
        file = nil
    }

    /// The strongest pitch of the last second, in Hz; nil in silence.
    var pitch: Double? {
        ToneProbe.strongestPitch(in: lastSecond, rate: Double(AudioFrame.sampleRate))
    }

    /// Loudness of the last second, in dBFS; nil before any sound.
    var level: Double? { ToneProbe.level(of: lastSecond) }

    /// The longest pause since this was asked last, one that goes on included.
    func takePause() -> Duration {
        defer { longestOfLate = .zero }
        return max(longestOfLate, tap.silence ?? .zero)
    }

    private func take(_ arrival: SoundTap.Arrival) {
        let frame = arrival.frame
        let pause = lastArrival.map { arrival.time - $0 } ?? .zero
        lastArrival = arrival.time
        longestOfLate = max(longestOfLate, pause)
        longestPause = max(longestPause, pause)
        file?.append(frame.samples)
        lastSecond.append(contentsOf: frame.samples)
        if lastSecond.count > AudioFrame.sampleRate * 2 {
            lastSecond.removeFirst(lastSecond.count - AudioFrame.sampleRate)
        }
    }
}

/// A RIFF/WAVE file of 16-bit mono sound, complete after `close()`.
final class WaveFile {
    private let handle: FileHandle
    private var bytes: UInt32 = 0
    /// The disk took no more: what comes later would be put where it does not belong.
    private var isBroken = false

    /// - Parameter path: where to write; what is there is replaced.
    /// - Throws: the system's reason when the file cannot be made.
    init(path: String) throws {
        try Data().write(to: URL(fileURLWithPath: path))
        handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try? handle.write(contentsOf: Self.header(bytes: 0))
    }

    /// Adds samples; what would make the file longer than the format can say is left out.
    func append(_ samples: [Int16]) {
        let (total, tooLong) = bytes.addingReportingOverflow(UInt32(samples.count * 2))
        guard !isBroken, !tooLong, total < UInt32.max - 44 else { return }
        let data = Data(samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
        do {
            try handle.write(contentsOf: data)
            bytes = total
        } catch {
            isBroken = true
        }
    }

    /// Writes the length into the header.
    func close() {
        try? handle.seek(toOffset: 0)
        try? handle.write(contentsOf: Self.header(bytes: bytes))
        try? handle.close()
    }

    private static func header(bytes: UInt32) -> Data {
        var data = Data("RIFF".utf8)
        func append(_ value: UInt32, bytes count: Int) {
            for index in 0..<count { data.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * index))) }
        }
        append(36 + bytes, bytes: 4)
        data.append(Data("WAVEfmt ".utf8))
        append(16, bytes: 4)
        append(1, bytes: 2)  // PCM
        append(1, bytes: 2)  // one channel
        append(UInt32(AudioFrame.sampleRate), bytes: 4)
        append(UInt32(AudioFrame.sampleRate) * 2, bytes: 4)
        append(2, bytes: 2)
        append(16, bytes: 2)
        data.append(Data("data".utf8))
        append(bytes, bytes: 4)
        return data
    }
}
