// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
public import PluginKit

/// Keeps a call in a file: the sound and pictures of everybody as they were sent, without encoding them anew.
public struct RecorderPlugin: Plugin {
    /// `recorder`.
    public let name = "recorder"

    private let place: RecordingPlace

    /// Costs nothing before a person records.
    ///
    /// - Parameter place: where recordings go.
    public init(_ place: RecordingPlace) { self.place = place }

    /// What lists say of it.
    public var manifest: PluginManifest {
        PluginManifest(
            module: name,
            name: LocalText("Recorder", translations: ["ko": "녹화"]),
            description: LocalText(
                "Keeps a call in a file, and tells everybody in it.",
                translations: ["ko": "통화를 파일로 저장하고, 통화하는 모두에게 알립니다."]
            ),
            kinds: [.trackSink],
            folder: place.folder
        )
    }

    /// Announces the recorder.
    public func register(in registry: inout PluginRegistry) { registry.trackSinks.append(Recorder(place)) }
}

/// Makes a file of each recording.
final class Recorder: EncodedTrackSink {
    let id = "recorder"
    let label = RecorderText.label
    // Players can jump to these pictures only. Each is some ten times as large as another, of which there are 200 between.
    let keyFrameInterval: Duration? = .seconds(7)
    private let place: RecordingPlace

    init(_ place: RecordingPlace) { self.place = place }

    func take(
        _ tracks: EncodedTrackQueue,
        in room: RoomName
    ) async throws(EncodedTrackSinkFailure) -> EncodedTrackSinkResult {
        try await RecordingWriter(place).run(tracks, in: room)
    }
}
