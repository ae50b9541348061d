// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// Plays a chime on a speaker, beside whatever else is played there.
@MediaActor
enum ChimePlayer {
    /// The sound, and as long again for a speaker that has to wake up, as those on Bluetooth do.
    private static let patience = Duration.seconds(4)

    /// Plays it and returns when it is over.
    ///
    /// - Parameters:
    ///   - sound: which.
    ///   - speaker: where to; nil for the system's default.
    /// - Throws: what is missing, or `.engine` for a speaker that plays nothing.
    static func play(_ sound: CallSound, on speaker: MediaDevice?) async throws(MediaError) {
        try MediaRequirements.check(["appsrc", "audioconvert", "audioresample", "pulsesink"])
        let pipeline = try Pipeline(
            """
            appsrc name=source format=time caps=\(GraphDescription.rawSound)
            ! audioconvert ! audioresample ! pulsesink name=sink client-name=Joom
            """
        )
        defer {
            pipeline.element.setState(.null)
            pipeline.stopMessages()
        }
        if case .pulse(let device) = speaker?.origin { try pipeline.element.child("sink").object.set("device", device) }
        AppSource.fill(try pipeline.element.child("source"), with: Chime.samples(of: sound))
        guard pipeline.element.setState(.playing) else { throw .engine("the speaker does not open") }
        try await end(of: pipeline)
    }

    private static func end(of pipeline: Pipeline) async throws(MediaError) {
        let impatience = Task {
            try? await Task.sleep(for: patience)
            pipeline.stopMessages()
        }
        defer { impatience.cancel() }
        for await message in pipeline.messages {
            switch message {
            case .ended: return
            case .error(_, let error, _): throw .engine(error.message)
            case .level, .latency: break
            }
        }
        throw .engine("the speaker plays nothing")
    }
}
