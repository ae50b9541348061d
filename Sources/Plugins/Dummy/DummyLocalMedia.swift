// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit

/// The made-up cameras' pictures, for the self view and for every echo; any thread.
public final class DummyLocalMedia: LocalMedia {
    /// What happens: the level of the microphone, about ten times a second.
    public let events: AsyncStream<LocalMediaEvent>

    /// How loud the microphone hears the test sound, in dBFS.
    public static let testSoundLevel = -6.0

    let studio: AsyncStream<DummyStudio.Command>.Continuation
    private let report: AsyncStream<LocalMediaEvent>.Continuation

    /// Draws nothing before `start`.
    public init() {
        (events, report) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(16))
        let (commands, studio) = AsyncStream.makeStream(of: DummyStudio.Command.self)
        self.studio = studio
        Task { [report] in
            var room = DummyStudio(commands: studio, report: report)
            for await command in commands { room.handle(command) }
        }
    }

    deinit {
        studio.yield(.stop)
        studio.finish()
        report.finish()
    }

    /// Begins to draw.
    public func start(_ configuration: LocalMediaConfiguration) async throws(MediaError) {
        studio.yield(.start(configuration))
    }

    /// Reports silence while it is muted.
    public func setMicrophoneEnabled(_ enabled: Bool) async { studio.yield(.enableMicrophone(enabled)) }

    /// Draws black while it is off.
    public func setCameraEnabled(_ enabled: Bool) async { studio.yield(.enableCamera(enabled)) }

    /// Takes the other colour.
    public func setCamera(_ camera: MediaDevice?) async throws(MediaError) { studio.yield(.camera(camera)) }

    /// Draws something wide and dark in its place.
    public func setScreen(_ screen: ScreenPicture?) async throws(MediaError) { studio.yield(.screen(screen != nil)) }

    /// Takes another tone, or none.
    public func setMicrophone(_ microphone: MediaDevice?) async throws(MediaError) {
        studio.yield(.microphone(microphone))
    }

    /// Lets the microphone hear it, unless it is muted: its level is that of a loud sound for half a second.
    public func play(_ sound: CallSound, on speaker: MediaDevice?) async throws(MediaError) {
        studio.yield(.testSound(true))
        try? await Task.sleep(for: .milliseconds(500))
        studio.yield(.testSound(false))
    }

    /// Says where our own picture goes.
    public func setSelfViewSink(_ sink: (any VideoSink)?) { studio.yield(.selfView(sink)) }

    /// Stops drawing.
    public func stop() async { studio.yield(.stop) }
}
