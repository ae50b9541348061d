// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

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
            // By default the next packet is expected after the usual time, asked for again when it has not even been
            // made, and then given up: a camera that goes from 30 to 5 pictures a second would freeze.
            part.object.set("rtx-next-seqnum", false)
            signals.yield(.jitterBuffer(part))
        case "rtprtxsend":
            (try? part.pad("src"))?.onBuffer { facts in
                !facts.isRetransmission || repeats.passes(facts.size, at: GStreamerLibrary.now)
            }
        case "rtpfunnel":
            (try? part.pad("src"))?.onFeedback { signals.yield(.feedback($0)) }
        case "nicesrc":
            guard let pad = try? part.pad("src") else { return }
            pad.onBuffer { _ in
                network.count()
                return true
            }
        default:
            break
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
