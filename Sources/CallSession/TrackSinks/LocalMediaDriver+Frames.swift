// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

extension LocalMediaDriver {
    /// Says where our own encoded frames go besides to the peers; nil for nowhere.
    func setEncodedFrameSink(_ sink: (any EncodedFrameSink)?) {
        queue.add { [self] in media?.setEncodedFrameSink(sink) }
    }

    /// Makes the next of them a picture that can be decoded on its own.
    func requestKeyFrame() {
        queue.add { [self] in media?.requestKeyFrame() }
    }
}
