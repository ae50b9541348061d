// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// What arrives, before it is decoded, for who keeps it.
extension GStreamerPeerConnection {
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
