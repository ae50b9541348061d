// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import JoomModel
import MediaCore
import PluginKit

extension GStreamerPeerConnection {
    func handle(_ signal: PeerSignal) {
        guard phase != .closed else { return }
        switch signal {
        case .candidate(let line, let text): found(line: line, text: text)
        case .serverFailed(let url, let text): lost(server: url, text)
        case .stateChanged: updateState()
        case .certificate(let verdict): judge(verdict)
        case .frame(let time, let width, let height):
            frames.count(at: time, width: width, height: height)
            if frames.count == 1 { continuation.yield(.firstFrame(width: width, height: height)) }
        case .feedback(let feedback): take(feedback)
        case .jitterBuffer(let buffer, let kind): jitterBuffers.add(buffer, kind: kind)
        case .text(let text):
            guard health.isVerified else { break }
            if let message = PathMessage(text) { take(message) } else { continuation.yield(.data(text)) }
        case .addOnText(let text):
            if health.isVerified { continuation.yield(.addOnData(text)) }
        case .channelChanged: tellOfChannels()
        }
    }

    /// Takes the loudness that a meter measured, if the meter is ours.
    func heard(_ decibels: Double, at element: String) {
        if element == ReceiveBranch.levelName(of: "\(name)-audio-in") { loudness = decibels }
    }

    /// Takes an error of a part of the pipeline; false when the part is not ours.
    func broke(path: String, _ error: GLibError) -> Bool {
        guard path.contains(":\(name)/") || path.contains(":\(name)-") else { return false }
        guard phase != .closed else { return true }
        continuation.yield(.failed(.engine(error.message)))
        return true
    }

    /// Computes the state anew and does what a change asks for.
    func updateState() {
        guard phase != .closed else { return }
        health.hasPath = webrtc.hasPath
        health.isUp = webrtc.connectionState == .connected
        health.lastPacket = network.last
        if webrtc.isGatheringComplete, !hasGathered {
            hasGathered = true
            endCandidates()
        }
        report(health.state(at: GStreamerLibrary.now))
    }

    func report(_ new: PeerConnectionState) {
        guard new != state, state != .failed || new == .closed else { return }
        let isFirst = new == .connected && state != .disconnected
        state = new
        // What reaches nobody is no reason to send the others less.
        if new != .connected { line.control.forget(name) }
        if isFirst {
            for branch in sending { branch.open() }
            // What was encoded before is of no use to the peer.
            graph.requestKeyFrame()
            graph.pipeline.recalculateLatency()
        }
        continuation.yield(.stateChanged(new))
    }

    /// Says which of sound and picture there will not be.
    func tellOfMissingCodecs(_ description: ExaminedDescription, _ codecs: [VideoCodec]) {
        for kind in description.kindsWithoutCodec(among: codecs) {
            continuation.yield(.noCommonCodec(kind == .audio ? .audio : .video))
        }
    }

    private func judge(_ verdict: CertificateCheck.Verdict) {
        switch verdict {
        case .pending:
            break
        case .verified:
            health.isVerified = true
            updateState()
            tellOfChannels()
        case .mismatch:
            health.isVerified = false
            takeDown()
            continuation.yield(.fingerprintMismatch)
            report(.failed)
        }
    }
}
