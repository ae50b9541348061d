// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// Sounds that tell something.
extension GStreamerLocalMedia {
    func play(_ sound: CallSound, on speaker: MediaDevice?) async throws(MediaError) {
        guard !isSoundOn else { return }
        isSoundOn = true
        defer { isSoundOn = false }
        try await ChimePlayer.play(sound, on: speaker)
    }
}
