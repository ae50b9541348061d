// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import PluginKit
import Synchronization
import Testing

@testable import MediaGStreamer

extension Tag {
    /// Runs GStreamer.
    @Tag static var media: Self
}

/// One side of a call inside the test.
final class Side: Sendable {
    let factory = GStreamerFactory()
    let picture = PictureRecorder()
    let sound = SoundRecorder()
    let connection: any PeerConnection
    private let mediaEvents = Remembered<LocalMediaEvent>()
    private let mediaLog: Task<Void, Never>
    private let log = Remembered<PeerConnectionEvent>()

    init(
        _ role: PeerConnectionConfiguration.Role,
        colour: Colour,
        tone: Double,
        hasDataChannel: Bool = true,
        playsSound: Bool = false,
        videoCodecs: [VideoCodec] = [.vp8]
    ) async throws {
        mediaLog = Task { [factory, mediaEvents] in
            for await event in factory.localMedia.events { mediaEvents.append(event) }
        }
        try await factory.localMedia.start(
            LocalMediaConfiguration(
                camera: .test(colour),
                microphone: .test(tone),
                width: 320,
                height: 240,
                playsSound: playsSound
            )
        )
        connection = try await factory.makePeerConnection(
            PeerConnectionConfiguration(
                role: role,
                iceServers: [],
                hasDataChannel: hasDataChannel,
                videoCodecs: videoCodecs
            )
        )
        connection.setVideoSink(picture)
        connection.setAudioSink(sound)
    }

    var events: [PeerConnectionEvent] { log.all }

    var candidates: [IceCandidate] {
        events.compactMap { if case .iceCandidate(let candidate) = $0 { candidate } else { nil } }
    }

    /// The synchronisation sources that arrive.
    @MediaActor func sources() async throws -> Set<Double> {
        let connection = try #require(connection as? GStreamerPeerConnection)
        let retransmissions = connection.remote?.video?.ssrcs.dropFirst().map(Double.init) ?? []
        // A side that reports before it sends does so in the name of a source of its own, from which nothing else comes.
        let found = try await connection.webrtc.statistics().filter {
            $0.kind == .inbound && $0.numbers["packets-received"] ?? 0 > 0
        }
        return Set(found.compactMap { $0.numbers["ssrc"] }).subtracting(retransmissions)
    }

    /// What capture reported, loudness left out.
    var captureEvents: [LocalMediaEvent] {
        mediaEvents.all.filter { if case .microphoneLevel = $0 { false } else { true } }
    }

    var states: [PeerConnectionState] {
        events.compactMap { if case .stateChanged(let state) = $0 { state } else { nil } }
    }

    /// Passes candidates on and remembers the rest.
    func follow(sendingTo other: Side) -> Task<Void, Never> {
        Task {
            for await event in connection.events {
                log.append(event)
                if case .iceCandidate(let candidate) = event { await other.connection.addIceCandidate(candidate) }
            }
        }
    }

    func close() async {
        await connection.close()
        await factory.localMedia.stop()
        mediaLog.cancel()
    }
}

/// A list that one task grows and others read.
final class Remembered<Element: Sendable>: Sendable {
    private let list = Mutex<[Element]>([])

    var all: [Element] { list.withLock { $0 } }

    func append(_ element: Element) { list.withLock { $0.append(element) } }
}

/// Two connections of one process that call each other.
struct LoopbackCall {
    let alice: Side
    let bob: Side
    let offer: SessionDescription
    let answer: SessionDescription
    private let tasks: [Task<Void, Never>]

    /// Connects Alice, who offers in red at 440 Hz, to Bob, who answers in blue at 880 Hz.
    init(
        hasDataChannel: Bool = true,
        playsSound: Bool = false,
        videoCodecs: [VideoCodec] = [.vp8],
        tamperOffer: (SessionDescription) -> SessionDescription = { $0 },
        tamperAnswer: (SessionDescription) -> SessionDescription = { $0 }
    ) async throws {
        let alice = try await Side(
            .offerer,
            colour: .red,
            tone: 440,
            hasDataChannel: hasDataChannel,
            playsSound: playsSound,
            videoCodecs: videoCodecs
        )
        let bob = try await Side(
            .answerer,
            colour: .blue,
            tone: 880,
            hasDataChannel: hasDataChannel,
            playsSound: playsSound,
            videoCodecs: videoCodecs
        )
        (self.alice, self.bob) = (alice, bob)
        tasks = [alice.follow(sendingTo: bob), bob.follow(sendingTo: alice)]
        offer = try await alice.connection.createOffer()
        answer = try await bob.connection.createAnswer(to: tamperOffer(offer))
        try await alice.connection.setAnswer(tamperAnswer(answer))
    }

    func close() async {
        await alice.close()
        await bob.close()
        for task in tasks { await task.value }
    }
}

extension MediaDevice {
    static func test(_ colour: Colour) -> MediaDevice {
        MediaDevice(
            id: DeviceID(colour.text),
            name: colour.text,
            kind: .camera,
            origin: .testPicture(colour: colour.text)
        )
    }

    static func test(_ tone: Double) -> MediaDevice {
        MediaDevice(id: DeviceID("\(tone)"), name: "\(tone)", kind: .microphone, origin: .testTone(frequency: tone))
    }
}

/// Waits until something holds; false when it does not in time.
func until(_ seconds: Double = 15, _ condition: () async -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
        if await condition() { return true }
        try? await Task.sleep(for: .milliseconds(20))
    }
    return await condition()
}
