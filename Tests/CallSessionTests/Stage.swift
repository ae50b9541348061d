// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import PluginKit
import Synchronization
import TestSupport
import Testing

/// One person's controller with everything around it fake.
@MainActor
final class Stage {
    nonisolated static let server = ServerAddress(host: "localhost", port: 3_000, isSecure: false)
    nonisolated static let camera1 = MediaDevice(
        id: DeviceID("cam1"),
        name: "One",
        kind: .camera,
        origin: .v4l2(path: "/dev/video0"),
        isDefault: true
    )
    nonisolated static let camera2 = MediaDevice(
        id: DeviceID("cam2"),
        name: "Two",
        kind: .camera,
        origin: .v4l2(path: "/dev/video1")
    )
    nonisolated static let microphone = MediaDevice(
        id: DeviceID("mic"),
        name: "Mic",
        kind: .microphone,
        origin: .pulse(device: "mic"),
        isDefault: true
    )

    let clock = TestClock()
    let signaling: InMemorySignaling
    let factory: FakePeerConnectionFactory
    let devices: FakeDevices
    let controller: CallController

    var media: FakeLocalMedia { factory.media }

    init(
        _ signaling: InMemorySignaling,
        devices: [MediaDevice] = [camera1, camera2, microphone],
        seed: UInt64 = 1,
        options: CaptureOptions = CaptureOptions(),
        videoCodecs: Set<VideoCodec> = [.vp8],
        addOns: [any CallAddOn] = [],
        trackSinks: [any EncodedTrackSink] = []
    ) {
        factory = FakePeerConnectionFactory(videoCodecs: videoCodecs)
        self.devices = FakeDevices(devices)
        self.signaling = signaling
        var registry = PluginRegistry()
        registry.signaling = signaling
        registry.peerConnections = factory
        registry.captureSources = [self.devices]
        registry.callAddOns = addOns
        registry.trackSinks = trackSinks
        let counter = Mutex(seed << 32)
        controller = CallController(
            registry: registry,
            options: options,
            environment: CallEnvironment(
                randomBits: {
                    counter.withLock { bits in
                        bits += 1
                        return bits
                    }
                },
                sleep: { [clock] in try await clock.sleep(for: $0) }
            )
        )
    }

    func join(_ room: String = "kitchen", name: String? = nil) throws {
        controller.join(room: try RoomName(room), server: Self.server, name: name)
    }

    /// The happening's name in the headless participant's output.
    static func kind(_ happening: CallHappening) -> String {
        switch happening {
        case .joined: "joined"
        case .peer: "peer"
        case .connected: "connected"
        case .firstFrame: "first-frame"
        case .state: "state"
        case .wrote: "message"
        case .recording: "recording"
        case .moved: "moved"
        case .trust: "trust"
        case .left: "left"
        case .door: "door"
        case .problem: "problem"
        case .ended: "ended"
        }
    }

    /// Returns when the snapshot is as claimed; the test's time limit is the only other way out.
    func until(_ claim: (CallSnapshot) -> Bool) async {
        for await snapshot in controller.snapshots() where claim(snapshot) { return }
    }

    /// Returns when the claim, which no snapshot shows, holds, or when the time limit cancels the test.
    func eventually(_ claim: () -> Bool) async {
        while !claim(), !Task.isCancelled { await Task.yield() }
    }

    /// As `eventually`, while time passes.
    func eventuallyAsTimePasses(_ claim: () -> Bool) async {
        await eventually {
            clock.advance(by: .milliseconds(1))
            return claim()
        }
    }

    /// The fake of that number, once its exchange is done.
    func negotiated(_ number: Int = 1) async throws -> FakePeerConnection {
        func find() -> FakePeerConnection? { factory.connections.dropFirst(number - 1).first }
        await eventually { find()?.answer != nil }
        return try #require(find())
    }
}
