// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// What arrives: where it is shown and heard, and who keeps it before it is decoded.
extension GStreamerPeerConnection {
    nonisolated func setVideoSink(_ sink: (any VideoSink)?) { videoOutlet.set(sink) }

    nonisolated func setAudioSink(_ sink: (any AudioSink)?) { audioOutlet.set(sink) }

    nonisolated func setVolume(_ volume: Double) {
        Task { @MediaActor in self.receiving[.audio]?.setVolume(volume) }
    }

    nonisolated func setPlaying(_ isPlaying: Bool) {
        Task { @MediaActor in self.receiving[.audio]?.setPlaying(isPlaying) }
    }

    nonisolated func setEncodedFrameSink(_ sink: (any EncodedFrameSink)?) {
        Task { @MediaActor in
            guard self.phase != .closed else { return }
            self.frameSink = sink
            for branch in self.receiving.values { branch.setFrameSink(sink) }
            // It begins with a picture that can be decoded on its own.
            if sink != nil { self.receiving[.video]?.requestKeyFrame() }
        }
    }

    nonisolated func requestKeyFrame() {
        Task { @MediaActor in
            guard self.phase != .closed else { return }
            self.receiving[.video]?.requestKeyFrame()
        }
    }
}
