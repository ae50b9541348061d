// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import MediaCore
import Synchronization

/// Runs an EchoGate between the thread that plays and the one that records.
final class EchoGuard: Sendable {
    private let gate = Mutex(EchoGate())
    private let isOn = Atomic(false)

    /// Switches it.
    func set(_ isOn: Bool) { self.isOn.store(isOn, ordering: .relaxed) }

    /// Listens to what is played.
    func watch(playback output: Pad) {
        output.onLoudness { level, time in self.gate.withLock { $0.play(level, at: time) } }
    }

    /// Turns `volume`, which stands behind `microphone`, up and down.
    func watch(microphone: Pad, volume: Element) {
        microphone.onLoudness { level, time in
            let isOn = self.isOn.load(ordering: .relaxed)
            let gain = isOn ? self.gate.withLock { $0.gain(microphone: level, at: time) } : 0
            volume.object.set("volume", double: pow(10, gain / 20))
        }
    }
}
