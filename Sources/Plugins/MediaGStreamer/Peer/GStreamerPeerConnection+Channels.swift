// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import PluginKit
import Synchronization

/// Text beside picture and sound.
extension GStreamerPeerConnection {
    func sendData(_ text: String) async { send(text, onChannel: 0) }

    func sendAddOnData(_ text: String) async { send(text, onChannel: 1) }

    /// Says once of each channel that it can be used: it is open, and the peer is who they should be.
    func tellOfChannels() {
        guard health.isVerified else { return }
        for (number, event) in [PeerConnectionEvent.channelOpen, .addOnChannelOpen].enumerated() {
            guard channels.indices.contains(number), !toldOfChannels.contains(number),
                WebRTCBin.isOpen(channels[number])
            else { continue }
            toldOfChannels.insert(number)
            continuation.yield(event)
        }
    }

    /// Listens to `joom` and `plugins`.
    ///
    /// A flood stops here, on the thread that brings it: behind it everything waits in order for its turn.
    nonisolated func listen(to channels: [GObjectRef]) -> [SignalConnection] {
        let signals = signals
        let gate = Mutex(AddOnFloodGate())
        return [
            WebRTCBin.onText(channels[0]) { signals.yield(.text($0)) },
            WebRTCBin.onText(channels[1]) { text in
                let size = text.utf8.count
                guard gate.withLock({ $0.passes(size, at: GStreamerLibrary.now) }) else { return }
                signals.yield(.addOnText(text))
            },
            .notify(channels[0], "ready-state") { signals.yield(.channelChanged) },
            .notify(channels[1], "ready-state") { signals.yield(.channelChanged) },
        ]
    }

    func send(_ text: String, onChannel number: Int) {
        guard health.isVerified, phase == .negotiated, channels.indices.contains(number) else { return }
        WebRTCBin.send(text, on: channels[number])
    }
}
