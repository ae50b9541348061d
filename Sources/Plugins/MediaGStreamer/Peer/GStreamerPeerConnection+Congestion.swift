// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore

extension GStreamerPeerConnection {
    /// Takes what the peer says of packets that it got, or did not.
    func take(_ feedback: [PacketFeedback]) {
        rate.take(feedback, at: Self.now)
        allow()
    }

    /// Does what time asks for, feedback or none; called a few times a second.
    func steer() async {
        allow()
        // A first key frame that came before the certificate was checked is gone, and not every depayloader asks for another.
        if state == .connected, frames.count == 0 { receiving[.video]?.requestKeyFrame() }
        guard Self.now - reported >= .seconds(1), phase == .negotiated, let entries = try? await webrtc.statistics()
        else { return }
        reported = Self.now
        let sources = sending.filter(\.isPicture) + sending.filter { !$0.isPicture }
        if let report = reception.read(entries, of: sources.map(\.source)) { rate.take(report, at: Self.now) }
        jitterBuffers.adapt(
            roundTrip: rate.estimator.roundTripTime,
            isAnswered: remote?.video?.sendsAgain(codec) ?? false,
            at: Self.now
        )
        if jitterBuffers.hasLostSound { receiving[.audio]?.recoverLosses() }
        goTogether()
    }

    /// Has the peer's pictures shown when their sound is heard.
    private func goTogether() {
        let (wait, latency) = (jitterBuffers.wait, graph.playback?.latency)
        receiving[.audio]?.voice?.keepBack(atLeast: PictureTiming.keptBack(wait) - (latency ?? .zero))
        let kept = receiving[.audio]?.voice?.delay
        let soundDelay = latency.flatMap { latency in kept.map { $0 + latency } }
        receiving[.video]?.show(PictureTiming(soundDelay: soundDelay, pictureWait: wait))
    }

    private func allow() {
        guard phase == .negotiated, state == .connected || state == .disconnected else { return }
        // Also while nothing comes: a path that is there again must not be filled at once.
        let share = rate.video(at: Self.now)
        if state == .connected { line.control.allow(share, to: name) }
        repeats.allow(rate.estimator.target)
    }

    private static var now: Duration { .nanoseconds(Int64(GStreamerLibrary.now)) }
}
