// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import MediaCore
import Synchronization

/// Runs an EchoGate between the thread that plays and the one that records.
final class EchoGuard: Sendable {
    private let played = Atomic<Int>(Int.min)
    private let envelope = Mutex(PlayedEnvelope())
    private let gate = Mutex(EchoGate())
    private let isOn = Atomic(false)

    /// Switches it.
    func set(_ isOn: Bool) { self.isOn.store(isOn, ordering: .relaxed) }

    /// Listens to what is played.
    func watch(playback output: Pad) {
        output.onLoudness { level in
            // A thousandth of a dB: levels cross threads as one number.
            let lately = self.envelope.withLock { $0.take(level) }
            self.played.store(Int(lately * 1_000), ordering: .relaxed)
        }
    }

    /// Turns `volume`, which stands behind `microphone`, up and down.
    func watch(microphone: Pad, volume: Element) {
        microphone.onLoudness { level in
            let played = self.played.load(ordering: .relaxed)
            var gain = 0.0
            if played != Int.min, self.isOn.load(ordering: .relaxed) {
                gain = self.gate.withLock { $0.gain(microphone: level, played: Double(played) / 1_000) }
            }
            volume.object.set("volume", double: pow(10, gain / 20))
        }
    }
}
