// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import Synchronization
import TestSupport
import Testing

@testable import CallSession

/// Notes what it gets, until it has had enough.
private final class NotingSink: EncodedTrackSink {
    let id = "note"
    let label = EncodedTrackSinkLabel(start: LocalText("Note"), stop: LocalText("Stop"))
    let keyFrameInterval: Duration?
    private let notes = Mutex<[String]>([])
    /// Frames that it takes before it fails.
    private let limit: Int

    init(limit: Int = .max, keyFrameInterval: Duration? = nil) {
        (self.limit, self.keyFrameInterval) = (limit, keyFrameInterval)
    }

    var log: [String] { notes.withLock { $0 } }

    func take(
        _ tracks: EncodedTrackQueue,
        in room: RoomName
    ) async throws(EncodedTrackSinkFailure) -> EncodedTrackSinkResult {
        var frames = 0
        try await tracks.forEachBatch { events throws(EncodedTrackSinkFailure) in
            for event in events {
                if case .frame = event { frames += 1 }
                guard frames <= limit else { throw EncodedTrackSinkFailure(sentence: LocalText("full")) }
                notes.withLock { $0.append(Self.word(event)) }
            }
        }
        return EncodedTrackSinkResult(sentence: LocalText("saved \(room)"), path: "/file")
    }

    private static func word(_ event: EncodedTrackEvent) -> String {
        switch event {
        case .began(let track):
            switch track.owner {
            case .own(let name): "began \(track.id.number) own \(name ?? "?")"
            case .peer(let peer): "began \(track.id.number) \(peer.name ?? "?")"
            }
        case .frame(_, let id): "frame \(id.number)"
        case .dropped(let count, let id): "dropped \(count) of \(id.number)"
        case .ended(let id): "ended \(id.number)"
        }
    }
}

@MainActor
struct TrackSinkTests {
    private static let frame = EncodedFrame(
        format: EncodedFormat(.opus, caps: "audio/x-opus"),
        bytes: [1],
        timestamp: .zero,
        isKeyFrame: true
    )

    private static let on = #"{"body":{"on":true},"plugin":"recording"}"#
    private static let off = #"{"body":{"on":false},"plugin":"recording"}"#

    /// Anna, whose sink this is, and Ben in a room.
    private static func room(_ sink: NotingSink) async throws -> (anna: Stage, connection: FakePeerConnection) {
        let signaling = InMemorySignaling()
        let anna = Stage(signaling, seed: 1, trackSinks: [sink])
        let ben = Stage(signaling, seed: 2)
        try anna.join(name: "Anna")
        await anna.until { if case .joined = $0.phase { true } else { false } }
        try ben.join(name: "Ben")
        let connection = try await anna.negotiated(1)
        bens.withLock { $0.append(ben) }
        return (anna, connection)
    }

    /// Kept until the process ends: who is not there any more leaves the room.
    private static let bens = Mutex<[Stage]>([])

    @Test(.timeLimit(.minutes(1)))
    func theOthersAreToldFirstAndThenEverybodysFramesAreTaken() async throws {
        let sink = NotingSink()
        let (anna, connection) = try await Self.room(sink)
        connection.emit(.addOnChannelOpen)
        connection.emit(.stateChanged(.connected))
        await anna.until { $0.participants.first?.connection == .connected }
        #expect(!connection.hasFrameSink && !anna.media.hasFrameSink)
        anna.controller.setTrackSink("note", isOn: true)
        #expect(anna.controller.snapshot.trackSinks.first?.since != nil)
        await anna.eventually { connection.hasFrameSink && anna.media.hasFrameSink }
        #expect(connection.addOnTexts == [Self.on], "before the first frame can be taken")
        connection.give(Self.frame)
        anna.media.give(Self.frame)
        await anna.eventually { sink.log.count == 4 }
        #expect(sink.log == ["began 1 Ben", "frame 1", "began 2 own Anna", "frame 2"])
        let saved = EncodedTrackSinkResult(sentence: LocalText("saved kitchen"), path: "/file")
        anna.controller.setTrackSink("note", isOn: false)
        await anna.until { snapshot in
            snapshot.notices.contains { $0.kind == .trackSink(.ended(saved)) }
        }
        await anna.eventually {
            !connection.hasFrameSink && !anna.media.hasFrameSink && connection.addOnTexts.count > 1
        }
        #expect(connection.addOnTexts == [Self.on, Self.off])
        #expect(Set(sink.log.suffix(2)) == ["ended 1", "ended 2"])
        #expect(anna.controller.snapshot.trackSinks.first?.since == nil)
    }

    @Test(.timeLimit(.minutes(1)))
    func whoCanBeReachedLaterIsToldThen() async throws {
        let (anna, connection) = try await Self.room(NotingSink())
        anna.controller.setTrackSink("note", isOn: true)
        #expect(connection.addOnTexts.isEmpty)
        connection.emit(.addOnChannelOpen)
        await anna.eventually { !connection.addOnTexts.isEmpty }
        #expect(connection.addOnTexts == [Self.on])
    }

    @Test(.timeLimit(.minutes(1)))
    func aSinkThatFailsEndsAndTheCallGoesOn() async throws {
        let sink = NotingSink(limit: 2)
        let (anna, connection) = try await Self.room(sink)
        connection.emit(.addOnChannelOpen)
        anna.controller.setTrackSink("note", isOn: true)
        await anna.eventually { anna.media.hasFrameSink }
        for _ in 0..<3 { anna.media.give(Self.frame) }
        await anna.until { snapshot in
            snapshot.notices.contains {
                $0.kind == .trackSink(.failed(EncodedTrackSinkFailure(sentence: LocalText("full"))))
            }
        }
        await anna.eventually { connection.addOnTexts.last == Self.off && !anna.media.hasFrameSink }
        #expect(anna.controller.snapshot.trackSinks.first?.since == nil)
        if case .joined = anna.controller.snapshot.phase {} else { Issue.record("the call ended") }
        // Once more is possible.
        anna.controller.setTrackSink("note", isOn: true)
        await anna.eventually { connection.addOnTexts.last == Self.on }
    }

    @Test(.timeLimit(.minutes(1)))
    func leavingEndsIt() async throws {
        let sink = NotingSink()
        let (anna, _) = try await Self.room(sink)
        anna.controller.setTrackSink("note", isOn: true)
        await anna.eventually { anna.media.hasFrameSink }
        anna.media.give(Self.frame)
        await anna.controller.shutDown()
        #expect(sink.log.last == "ended 1", "the file is complete when shutting down returns")
    }

    @Test(.timeLimit(.minutes(1)))
    func whatOthersSayOfThemselvesIsShownWhicheverPluginsThereAre() async throws {
        let (anna, connection) = try await Self.room(NotingSink())
        connection.emit(.addOnChannelOpen)
        for nonsense in [#"{"plugin":"recording","body":{"on":"yes"}}"#, #"{"plugin":"recording","body":null}"#] {
            connection.emit(.addOnData(nonsense))
        }
        connection.emit(.addOnData(Self.on))
        await anna.until { $0.participants.first?.isRecording == true }
        connection.emit(.addOnData(Self.off))
        await anna.until { $0.participants.first?.isRecording == false }
    }

    @Test(.timeLimit(.minutes(1)))
    func whoHasNoChannelForItHasToBeToldByThePerson() async throws {
        let (anna, connection) = try await Self.room(NotingSink())
        connection.emit(.stateChanged(.connected))
        await anna.until { $0.participants.first?.connection == .connected }
        anna.controller.setTrackSink("note", isOn: true)
        await anna.eventuallyAsTimePasses { Self.isWarned(anna) }
    }

    @Test(.timeLimit(.minutes(1)))
    func whoComesDuringARecordingIsNamedTooUnlessTheirChannelOpens() async throws {
        let (anna, connection) = try await Self.room(NotingSink())
        anna.controller.setTrackSink("note", isOn: true)
        connection.emit(.stateChanged(.connected))
        await anna.eventuallyAsTimePasses { Self.isWarned(anna) }
        let (told, channel) = try await Self.room(NotingSink())
        told.controller.setTrackSink("note", isOn: true)
        channel.emit(.stateChanged(.connected))
        channel.emit(.addOnChannelOpen)
        await told.eventually { !channel.addOnTexts.isEmpty }
        for _ in 0..<5_000 {
            told.clock.advance(by: .milliseconds(1))
            await Task.yield()
        }
        #expect(!Self.isWarned(told))
    }

    private static func isWarned(_ stage: Stage) -> Bool {
        stage.controller.snapshot.notices.contains { $0.kind == .trackSink(.untold("Ben")) }
    }

    @Test func outsideOfARoomNothingIsTaken() {
        let sink = NotingSink()
        let stage = Stage(InMemorySignaling(), trackSinks: [sink])
        stage.controller.setTrackSink("note", isOn: true)
        #expect(stage.controller.snapshot.trackSinks.allSatisfy { $0.since == nil })
        #expect(!stage.media.hasFrameSink)
    }

    private static func picture(_ second: Int, isKey: Bool = false) -> EncodedFrame {
        EncodedFrame(
            format: EncodedFormat(.vp8, caps: "video/x-vp8"),
            bytes: [0],
            timestamp: .seconds(second),
            isKeyFrame: isKey
        )
    }

    @Test(.timeLimit(.minutes(1)))
    func whoSentNoKeyFrameForTooLongIsAskedForOne() async throws {
        let sink = NotingSink(keyFrameInterval: .seconds(7))
        let (anna, connection) = try await Self.room(sink)
        connection.emit(.stateChanged(.connected))
        await anna.until { $0.participants.first?.connection == .connected }
        anna.controller.setTrackSink("note", isOn: true)
        await anna.eventually { connection.hasFrameSink && anna.media.hasFrameSink }
        /// Lets the controller look some times.
        func pass() async {
            for _ in 0..<3_000 {
                anna.clock.advance(by: .milliseconds(1))
                await Task.yield()
            }
        }
        for source in [connection.give, anna.media.give] {
            source(Self.picture(0, isKey: true))
            source(Self.picture(6))
        }
        await pass()
        #expect(connection.keyFrameRequests == 0 && anna.media.keyFrameRequests == 0)
        connection.give(Self.picture(7))
        await anna.eventuallyAsTimePasses { connection.keyFrameRequests > 0 }
        #expect(anna.media.keyFrameRequests == 0)
        // Asked again until it comes, and then no more.
        await anna.eventuallyAsTimePasses { connection.keyFrameRequests > 1 }
        connection.give(Self.picture(9, isKey: true))
        anna.media.give(Self.picture(8))
        await anna.eventuallyAsTimePasses { anna.media.keyFrameRequests > 0 }
        let asked = connection.keyFrameRequests
        await pass()
        #expect(connection.keyFrameRequests == asked)
        anna.controller.setTrackSink("note", isOn: false)
        let own = anna.media.keyFrameRequests
        await pass()
        #expect(anna.media.keyFrameRequests <= own + 1, "but for one that was on its way")
    }

    @Test(.timeLimit(.minutes(1)))
    func forASinkThatDoesNotCareNobodyIsAsked() async throws {
        let (anna, connection) = try await Self.room(NotingSink())
        anna.controller.setTrackSink("note", isOn: true)
        await anna.eventually { connection.hasFrameSink }
        connection.give(Self.picture(0, isKey: true))
        connection.give(Self.picture(60))
        for _ in 0..<3_000 {
            anna.clock.advance(by: .milliseconds(1))
            await Task.yield()
        }
        #expect(connection.keyFrameRequests == 0)
    }
}
