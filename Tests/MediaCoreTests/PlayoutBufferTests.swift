// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import Testing

@testable import MediaCore

/// Somebody who sings one note into packets of 20 ms, a network that delays them, and a speaker that takes 10 ms at a time.
private struct Song {
    static let packet = 960
    var buffer = PlayoutBuffer()
    var heard: [Int16] = []
    /// How long the sound was kept back, at each piece.
    var delays: [Duration?] = []
    private let note: Double
    private var sent = 0
    private var ticks = 0
    private let start = Duration.seconds(100)

    init(hertz: Double) { note = hertz }

    private func sample(_ index: Int) -> Int16 {
        Int16(8_000 * sin(2 * Double.pi * note * Double(index) / Double(PlayoutBuffer.clockRate)))
    }

    /// Time passes.
    ///
    /// - Parameters:
    ///   - seconds: how much.
    ///   - lateness: how late each packet comes, by its number; nil for one that never does.
    mutating func go(_ seconds: Double, lateness: (Int) -> Duration? = { _ in .zero }) {
        let end = ticks + Int(seconds * 100)
        var onTheWay: [(number: Int, at: Duration)] = []
        while ticks < end {
            let now = start + .milliseconds(ticks * 10)
            while start + .milliseconds(sent * 20) <= now {
                if let late = lateness(sent) {
                    // None overtakes another.
                    let earliest = onTheWay.last?.at ?? .zero
                    onTheWay.append((sent, max(earliest, start + .milliseconds(sent * 20) + late)))
                }
                sent += 1
            }
            while let first = onTheWay.first, first.at <= now {
                let samples = (0..<Self.packet).map { sample(first.number * Self.packet + $0) }
                buffer.expect(start + .milliseconds(first.number * 20), at: first.at)
                buffer.put(samples, at: start + .milliseconds(first.number * 20))
                onTheWay.removeFirst()
            }
            heard += buffer.take(480, at: now)
            delays.append(buffer.delay)
            ticks += 1
        }
    }

    /// The steepest step from one sample to the next, of the last so many seconds, by that of the note itself.
    func roughness(last seconds: Double) -> Double {
        let part = heard.suffix(Int(seconds * Double(PlayoutBuffer.clockRate)))
        let steepest = zip(part, part.dropFirst()).map { abs(Int($0) - Int($1)) }.max() ?? 0
        return Double(steepest) / (8_000 * 2 * Double.pi * note / Double(PlayoutBuffer.clockRate))
    }

    /// How loud the softest half wave of the last so many seconds is, by the loudness of the note itself.
    func softest(last seconds: Double) -> Double {
        let part = Array(heard.suffix(Int(seconds * Double(PlayoutBuffer.clockRate))))
        let wave = Int(Double(PlayoutBuffer.clockRate) / note / 2) + 2
        let peaks = stride(from: 0, to: part.count - wave, by: wave).map { start in
            part[start..<start + wave].map { abs(Int($0)) }.max() ?? 0
        }
        return Double(peaks.min() ?? 0) / 8_000
    }

    /// How often the last so many seconds go through zero upwards, in Hz.
    func pitch(last seconds: Double) -> Double {
        let part = heard.suffix(Int(seconds * Double(PlayoutBuffer.clockRate)))
        return Double(zip(part, part.dropFirst()).count { $0 < 0 && $1 >= 0 }) / seconds
    }
}

struct PlayoutBufferTests {
    @Test func onACalmNetworkSoundIsQuickAndUntouched() {
        var song = Song(hertz: 220)
        song.go(10)
        let before = song.buffer.counts
        song.go(20)
        let counts = song.buffer.counts
        #expect(song.delays.suffix(2_000).allSatisfy { $0 == song.delays.last })
        #expect((song.delays.last ?? nil) ?? .zero <= .milliseconds(26))
        #expect(counts.played - before.played == 20 * 48_000)
        #expect(counts.concealed == 0 && counts.inserted == before.inserted && counts.removed == before.removed)
        #expect(song.roughness(last: 20) < 1.05)
    }

    @Test func itNarrowsWithoutAJoltAndWithoutAnotherPitch() {
        var song = Song(hertz: 220)
        song.go(1.9)
        #expect(((song.delays.last ?? nil) ?? .zero) >= .milliseconds(55))
        song.go(2)
        #expect(((song.delays.last ?? nil) ?? .zero) <= .milliseconds(26))
        #expect(song.buffer.counts.removed > 1_400 && song.buffer.counts.concealed == 0)
        #expect(song.roughness(last: 2) < 1.1 && song.softest(last: 2) > 0.85)
        #expect(abs(song.pitch(last: 2) - 220) < 3)
    }

    @Test func itWidensWithoutAJoltForAPictureThatIsLate() {
        var song = Song(hertz: 180)
        song.go(6)
        song.buffer.leastDelay = .milliseconds(200)
        song.go(8)
        let delay = (song.delays.last ?? nil) ?? .zero
        #expect(delay >= .milliseconds(195) && delay <= .milliseconds(210))
        #expect(song.buffer.counts.inserted > 7_000 && song.buffer.counts.concealed == 0)
        #expect(song.roughness(last: 8) < 1.1 && song.softest(last: 8) > 0.85)
        #expect(abs(song.pitch(last: 8) - 180) < 3)
    }

    @Test func aPauseOfTheNetworkCostsNoSound() {
        var song = Song(hertz: 200)
        song.go(6)
        let before = song.buffer.counts
        let pause = 300...303
        song.go(2) { pause.contains($0) ? .milliseconds((304 - $0) * 20) : .zero }
        let counts = song.buffer.counts
        #expect(counts.concealments == before.concealments + 1)
        #expect(counts.concealed > 0 && counts.discarded == 0)
        // What was made up is what all of it is later by.
        let waited = (song.delays.last ?? nil) ?? .zero
        #expect(waited >= .milliseconds(70), "\(waited)")
        // Twice the same tone at the seam, in another phase at the worst, is no click.
        #expect(song.roughness(last: 2) < 3)
        song.go(20)
        #expect(((song.delays.last ?? nil) ?? .zero) <= .milliseconds(26), "it is forgotten")
    }

    @Test func aNetworkThatPausesAgainAndAgainIsWaitedFor() {
        var song = Song(hertz: 200)
        let pauses: (Int) -> Duration? = { number in
            let inside = number % 100
            return inside < 3 ? .milliseconds((3 - inside) * 20) : .zero
        }
        song.go(10, lateness: pauses)
        let before = song.buffer.counts
        song.go(20, lateness: pauses)
        #expect(song.buffer.counts.concealed == before.concealed)
        #expect(((song.delays.last ?? nil) ?? .zero) >= .milliseconds(60))
    }

    @Test func whoStopsIsSilentSoonAndStartsAgain() {
        var song = Song(hertz: 200)
        song.go(6)
        song.go(2) { _ in nil }
        #expect(song.heard.suffix(48_000 * 18 / 10).allSatisfy { $0 == 0 })
        #expect(song.buffer.delay == nil)
        song.go(2)
        #expect(song.buffer.delay != nil && song.heard.suffix(4_800).contains { $0 > 7_000 })
        #expect(song.roughness(last: 2) < 1.6, "it begins softly")
    }

    @Test func whatStandsForALostPacketDoesNotDelayTheOthers() {
        // Packets 200 to 202 do not come; what stands for them, or they themselves, are there together with 203.
        func delay(areLost: Bool) -> Duration? {
            var buffer = PlayoutBuffer()
            for tick in 0..<420 {
                let now = Duration.seconds(5) + .milliseconds(tick * 10)
                let number = tick / 2
                if tick % 2 == 0, !(200...202).contains(number) {
                    for each in number == 203 ? 200...203 : number...number {
                        let time = Duration.seconds(5) + .milliseconds(each * 20)
                        if each == number || !areLost { buffer.expect(time, at: now) }
                        buffer.put([Int16](repeating: 1_000, count: 960), at: time)
                    }
                }
                _ = buffer.take(480, at: now)
            }
            return buffer.delay
        }
        #expect(delay(areLost: true) ?? .zero < .milliseconds(30))
        #expect(delay(areLost: false) ?? .zero > .milliseconds(50))
    }

    @Test func whatComesAllAtOnceIsNotPlayedForMinutes() {
        var buffer = PlayoutBuffer()
        buffer.put([Int16](repeating: 1, count: 48_000 * 60), at: .seconds(1))
        buffer.put([Int16](repeating: 1, count: 960), at: .seconds(61))
        var played = 0
        for tick in 0..<300 {
            played += buffer.take(480, at: .seconds(61) + .milliseconds(tick * 10)).count { $0 != 0 }
        }
        #expect(played <= 48_000)
        #expect(buffer.counts.discarded > 0)
    }

    @Test func nonsenseIsBorneWithoutATrap() {
        var random = Seeded(state: 7)
        for _ in 0..<20 {
            var buffer = PlayoutBuffer()
            for _ in 0..<50 {
                let times = (0..<3).map { _ in Duration.nanoseconds(Int64.random(in: .min ... .max, using: &random)) }
                let sound = (0..<Int.random(in: 0...3_000, using: &random)).map { _ in
                    Int16.random(in: .min ... .max, using: &random)
                }
                buffer.expect(times[0], at: times[1])
                buffer.put(sound, at: times[0])
                buffer.leastDelay = times[2]
                let wanted = Int.random(in: -1...1_000, using: &random)
                #expect(
                    buffer.take(wanted, at: Bool.random(using: &random) ? times[1] : times[2]).count == max(wanted, 0)
                )
            }
        }
    }

    @Test(arguments: [90.0, 150, 220, 350])
    func theGapIsFilledWithThePitchOfTheVoice(_ hertz: Double) {
        var song = Song(hertz: hertz)
        song.go(6)
        song.go(0.05) { _ in nil }
        #expect(abs(song.pitch(last: 0.05) - hertz) < 45)
        #expect(song.roughness(last: 0.05) < 1.5)
        #expect(song.buffer.counts.concealed > 0)
    }
}
