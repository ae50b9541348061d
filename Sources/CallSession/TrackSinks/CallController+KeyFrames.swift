// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// Pictures that can be decoded on their own, for sinks that want some now and then: players begin at them.
extension CallController {
    /// Looks once a second who has sent none for too long, while any sink cares.
    ///
    /// Who sends one anyway, such as for a peer on a bad path, is not asked; who does not hear us is asked again.
    func askForKeyFrames() {
        guard activeRuns.contains(where: { $0.sink.keyFrameInterval != nil }) else {
            keyFrameAsking?.cancel()
            keyFrameAsking = nil
            return
        }
        guard keyFrameAsking == nil else { return }
        keyFrameAsking = Task { [weak self, sleep = environment.sleep] in
            while true {
                do { try await sleep(.seconds(1)) } catch { return }
                self?.askThoseWhoAreDue()
            }
        }
    }

    private func askThoseWhoAreDue() {
        if activeRuns.contains(where: \.wantsOwnKeyFrame) { local.requestKeyFrame() }
        for link in shown.values where activeRuns.contains(where: { $0.wantsKeyFrame(from: link) }) {
            runners[link]?.requestKeyFrame()
        }
    }
}
