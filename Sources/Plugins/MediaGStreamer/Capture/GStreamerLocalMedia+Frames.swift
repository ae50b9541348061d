// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// What is encoded here, for who keeps it.
extension GStreamerLocalMedia {
    nonisolated func setEncodedFrameSink(_ sink: (any EncodedFrameSink)?) {
        Task { @MediaActor in
            self.frameSink = sink
            self.running?.graph.setFrameSink(sink)
        }
    }

    nonisolated func requestKeyFrame() {
        Task { @MediaActor in self.running?.graph.requestKeyFrameForSink() }
    }
}
