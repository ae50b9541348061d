// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// What webrtcdsp is told.
struct VoiceSettings: Hashable, Sendable {
    /// Everything off, as gst-launch writes it: the sound leaves as it came.
    static let off = """
        echo-cancel=false noise-suppression=false gain-control=false high-pass-filter=false limiter=false
        delay-agnostic=true extended-filter=true
        """

    /// Its switches, by property.
    let switches: [String: Bool]

    /// - Parameters:
    ///   - processing: what is wanted.
    ///   - canCancelEcho: false where nothing is played, so that there is nothing to take out.
    init(_ processing: AudioProcessing, canCancelEcho: Bool) {
        switches = [
            "echo-cancel": processing.echoCancellation && canCancelEcho,
            "noise-suppression": processing.noiseSuppression,
            "gain-control": processing.autoGainControl,
            "limiter": processing.autoGainControl,
            // Rumble below speech, which is noise.
            "high-pass-filter": processing.noiseSuppression,
        ]
    }
}
