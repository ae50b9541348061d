// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Testing

struct EchoGateTests {
    /// A gate in a room, whose clock goes on.
    private struct Scene {
        var gate = EchoGate()
        var frame = 0

        /// The share of frames that are let through.
        mutating func open(frames: Int = 500, _ levels: (Int) -> (mic: Double, played: Double)) -> Double {
            var passed = 0
            for index in 0..<frames {
                let (mic, played) = levels(index)
                let time = Duration.milliseconds(10 * frame)
                frame += 1
                gate.play(played, at: time)
                if gate.gain(microphone: mic, at: time) == 0 { passed += 1 }
            }
            return Double(passed) / Double(frames)
        }
    }

    /// Speech as loudness: syllables of 200 ms, up to 20 dB apart.
    private func syllable(_ frame: Int) -> Double { -18 - Double(frame / 20 % 3) * 7 - Double(frame % 20) / 4 }

    @Test func echoIsTurnedDownFromTheFirstWord() {
        var scene = Scene()
        #expect(scene.open { (syllable($0) - 15, syllable($0)) } == 0)
    }

    @Test func whoSpeaksIntoSilenceIsHeard() {
        var scene = Scene()
        #expect(scene.open { (syllable($0), -100) } == 1)
    }

    @Test func withHeadphonesBothAreHeardAtOnce() {
        var scene = Scene()
        // The room alone, while the other speaks: it is learnt that nothing comes back.
        _ = scene.open(frames: 400) { (-70, syllable($0)) }
        #expect(scene.gate.coupling < -45)
        #expect(scene.open(frames: 900) { (syllable($0 + 7), syllable($0)) } > 0.9)
    }

    @Test func aVoiceAboveTheEchoIsHeard() {
        var scene = Scene()
        _ = scene.open(frames: 400) { (syllable($0) - 30, -18) }
        let heard = scene.open(frames: 200) { _ in (-20, -18) }
        #expect(heard > 0.9)
        #expect(scene.open(frames: 100) { (syllable($0) - 30, -18) } < 0.3, "and echo alone is not, soon after")
    }

    @Test func steadySoundsOnBothSidesAreNoEcho() {
        var scene = Scene()
        #expect(scene.open(frames: 2_000) { _ in (-9, -15) } > 0.99)
    }

    @Test func theGateOpensSoonAfterTheOtherStops() {
        var scene = Scene()
        _ = scene.open { (syllable($0) - 15, syllable($0)) }
        #expect(scene.open(frames: 100) { _ in (-35, -100) } >= 0.85)
    }

    @Test func howLateTheEchoIsIsLearnt() throws {
        var scene = Scene()
        _ = scene.open(frames: 600) { (word($0 - 16) - 12, word($0)) }
        let lateness = try #require(scene.gate.lateness)
        #expect(abs(lateness / .milliseconds(10) - 16) <= 1)
        #expect(abs(scene.gate.coupling + 12) < 2)
    }

    @Test func whoeverSpeaksWhileTheOtherDoesIsHeard() {
        var scene = Scene()
        #expect(scene.open(frames: 1_000) { (word($0 - 16) - 12, word($0)) } < 0.02, "nobody speaks here yet")
        let both = scene.open(frames: 1_000) { (max(word($0 - 16) - 12, word(7 * $0 / 6 + 90)), word($0)) }
        #expect(both > 0.6)
        #expect(scene.open(frames: 1_000) { (word($0 - 16) - 12, word($0)) } < 0.05, "nor afterwards")
    }

    /// Words of different lengths and loudness, and the gaps between them; the same for the same frame.
    private func word(_ frame: Int) -> Double {
        let (number, place) = frame.quotientAndRemainder(dividingBy: 23)
        let loudness = Double((number * 7_919) % 17)
        return number % 4 == 3 ? -70 : -12 - loudness - Double(place) / 3
    }
}
