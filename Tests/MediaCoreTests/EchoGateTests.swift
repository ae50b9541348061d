// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import Testing

struct EchoGateTests {
    /// The share of frames that a gate lets through.
    private func open(
        _ gate: inout EchoGate,
        frames: Int = 500,
        _ levels: (Int) -> (mic: Double, played: Double)
    ) -> Double {
        var passed = 0
        var envelope = PlayedEnvelope()
        for frame in 0..<frames {
            let (mic, played) = levels(frame)
            if gate.gain(microphone: mic, played: envelope.take(played)) == 0 { passed += 1 }
        }
        return Double(passed) / Double(frames)
    }

    /// Speech as loudness: syllables of 200 ms, up to 20 dB apart.
    private func syllable(_ frame: Int) -> Double { -18 - Double(frame / 20 % 3) * 7 - Double(frame % 20) / 4 }

    @Test func echoIsTurnedDownFromTheFirstWord() {
        var gate = EchoGate()
        #expect(open(&gate) { (syllable($0) - 15, syllable($0)) } == 0)
    }

    @Test func whoSpeaksIntoSilenceIsHeard() {
        var gate = EchoGate()
        #expect(open(&gate) { (syllable($0), -100) } == 1)
    }

    @Test func withHeadphonesBothAreHeardAtOnce() {
        var gate = EchoGate()
        // The room alone, while the other speaks: it is learnt that nothing comes back.
        _ = open(&gate, frames: 400) { (-70, syllable($0)) }
        #expect(gate.coupling < -45)
        #expect(open(&gate, frames: 900) { (syllable($0 + 7), syllable($0)) } > 0.9)
    }

    @Test func aVoiceAboveTheEchoIsHeard() {
        var gate = EchoGate()
        _ = open(&gate, frames: 400) { (syllable($0) - 30, -18) }
        let heard = open(&gate, frames: 200) { _ in (-20, -18) }
        #expect(heard > 0.9)
        #expect(open(&gate, frames: 100) { (syllable($0) - 30, -18) } < 0.15, "and echo alone is not, soon after")
    }

    @Test func steadySoundsOnBothSidesAreNoEcho() {
        var gate = EchoGate()
        #expect(open(&gate, frames: 2_000) { _ in (-9, -15) } > 0.99)
    }

    @Test func theGateOpensSoonAfterTheOtherStops() {
        var gate = EchoGate()
        _ = open(&gate) { (syllable($0) - 15, syllable($0)) }
        #expect(open(&gate, frames: 100) { _ in (-35, -100) } >= 0.85)
    }

    @Test func whatWasPlayedLatelyCounts() {
        var envelope = PlayedEnvelope()
        #expect(envelope.take(-20) == -20)
        for _ in 0..<69 { #expect(envelope.take(-90) == -20) }
        #expect(envelope.take(-90) == -90)
    }
}
