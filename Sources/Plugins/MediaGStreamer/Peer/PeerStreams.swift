// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import JoomModel
import PluginKit
import Synchronization

/// What is done with webrtcbin's parts on its own threads.
enum PeerStreams {
    /// Leads a peer's stream to the branch for its kind, behind the gate; any other stream leads nowhere.
    static func accept(_ pad: Pad, inputs: [RTPFormat.Kind: Pad], gate: SecurityGate) {
        guard let input = kind(of: pad).flatMap({ inputs[$0] }) else {
            pad.onBuffer { _ in false }
            return
        }
        gate.guardPad(pad)
        // A peer that starts a stream anew has one of that kind still: the newest counts.
        input.unlink()
        do throws(MediaError) {
            try pad.link(to: input)
        } catch {
            pad.onBuffer { _ in false }
        }
    }

    /// Makes jitter buffers quick, meters what the network brings and listens to what the peer says of our packets.
    static func tune(
        _ part: Element,
        network: FlowMeter,
        repeats: RetransmissionBudget,
        signals: AsyncStream<PeerSignal>.Continuation
    ) {
        switch part.factoryName {
        case "rtpjitterbuffer":
            // By default the first packet waits out the whole latency.
            part.object.set("faststart-min-packets", uint: 1)
            letEventsGoFirst(part)
            // By default the next packet is expected after the usual time, asked for again when it has not even been
            // made, and then given up: a camera that goes from 30 to 5 pictures a second would freeze.
            part.object.set("rtx-next-seqnum", false)
            let (buffer, kind) = (JitterBuffer(part), CarriedKind())
            kind.find(in: buffer)
            signals.yield(.jitterBuffer(buffer, kind))
        case "rtprtxsend":
            (try? part.pad("src"))?.onBuffer { facts in
                !facts.isRetransmission || repeats.passes(facts.size, at: GStreamerLibrary.now)
            }
        case "rtpfunnel":
            (try? part.pad("src"))?.onFeedback { signals.yield(.feedback($0)) }
        case "nicesrc":
            guard let pad = try? part.pad("src") else { return }
            pad.onBuffer { _ in
                ThreadPriority.raise()
                network.count()
                return true
            }
        default:
            break
        }
    }

    /// Has a stream's first packet start it, instead of the second.
    ///
    /// A fast start looks for a packet at the head of the queue and finds the stream's events there, which another thread
    /// has yet to take away (1.22). A second packet comes with the next picture if the first key frame is a small one.
    private static func letEventsGoFirst(_ buffer: Element) {
        let isStarted = Atomic(false)
        (try? buffer.pad("sink"))?.onBuffer { _ in
            if !isStarted.exchange(true, ordering: .relaxed) { usleep(2_000) }
            return true
        }
    }

    private static func kind(of pad: Pad) -> RTPFormat.Kind? {
        switch (pad.capsField("media"), pad.capsField("encoding-name")) {
        case ("audio", "OPUS"): .audio
        case ("video", let name?) where VideoCodec(rawValue: name) != nil: .video
        default: nil
        }
    }
}
