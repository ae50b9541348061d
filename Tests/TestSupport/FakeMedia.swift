// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit
import Synchronization

/// Makes fakes and keeps them.
public final class FakePeerConnectionFactory: PeerConnectionFactory {
    private struct Memory {
        var connections: [FakePeerConnection] = []
        var failure: MediaError?
    }

    /// The fake camera and microphone.
    public var localMedia: any LocalMedia { media }
    /// The same, with what it notes.
    public let media: FakeLocalMedia

    /// What it claims to have.
    public let videoCodecs: Set<VideoCodec>

    private let memory = Mutex(Memory())

    /// Makes fakes that share `media`.
    public init(media: FakeLocalMedia = FakeLocalMedia(), videoCodecs: Set<VideoCodec> = [.vp8]) {
        (self.media, self.videoCodecs) = (media, videoCodecs)
    }

    /// All that were made, in order.
    public var connections: [FakePeerConnection] { memory.withLock(\.connections) }

    /// What every operation of those made from now on throws.
    public func failOperations(with error: MediaError?) { memory.withLock { $0.failure = error } }

    /// Makes one; local media must be open.
    public func makePeerConnection(
        _ configuration: PeerConnectionConfiguration
    ) async throws(MediaError) -> any PeerConnection {
        guard media.isRunning else { throw .invalidState("local media are not open") }
        return memory.withLock { memory in
            let made = FakePeerConnection(
                number: memory.connections.count + 1,
                configuration: configuration,
                failure: memory.failure
            )
            memory.connections.append(made)
            return made
        }
    }
}

/// Notes what is asked of camera and microphone, and refuses the devices that a test names.
public final class FakeLocalMedia: LocalMedia {
    /// What was asked for, in order.
    public enum Order: Hashable, Sendable {
        /// Opened, with these devices.
        case start(camera: DeviceID?, microphone: DeviceID?)
        /// Muted or not.
        case microphone(Bool)
        /// Camera on or off.
        case camera(Bool)
        /// Another camera.
        case setCamera(DeviceID?)
        /// Another microphone.
        case setMicrophone(DeviceID?)
        /// Released.
        case stop
    }

    private struct Memory {
        var orders: [Order] = []
        var refused: [DeviceID: MediaError] = [:]
        var isRunning = false
        var frameSink: (any EncodedFrameSink)?
        var isBroken = false
        var keyFrameRequests = 0
    }

    /// What a test reports.
    public let events: AsyncStream<LocalMediaEvent>

    private let report: AsyncStream<LocalMediaEvent>.Continuation
    private let memory = Mutex(Memory())

    /// Works until told otherwise.
    public init() { (events, report) = AsyncStream.makeStream() }

    /// What was asked for.
    public var orders: [Order] { memory.withLock(\.orders) }
    /// True between start and stop.
    public var isRunning: Bool { memory.withLock(\.isRunning) }

    /// Refuses a device from now on.
    public func refuse(_ device: DeviceID, with error: MediaError) { memory.withLock { $0.refused[device] = error } }

    /// Refuses a device no more.
    public func allow(_ device: DeviceID) { memory.withLock { $0.refused[device] = nil } }

    /// Refuses everything from now on, even without devices.
    public func breakDown() { memory.withLock { $0.isBroken = true } }

    /// Lets it report something.
    public func emit(_ event: LocalMediaEvent) { report.yield(event) }

    /// Opens what is not refused.
    public func start(_ configuration: LocalMediaConfiguration) async throws(MediaError) {
        try check(configuration.camera)
        try check(configuration.microphone)
        memory.withLock { memory in
            memory.isRunning = true
            memory.orders.append(
                .start(camera: configuration.camera?.id, microphone: configuration.microphone?.id)
            )
        }
    }

    /// Notes it.
    public func setMicrophoneEnabled(_ enabled: Bool) async { note(.microphone(enabled)) }

    /// Notes it.
    public func setCameraEnabled(_ enabled: Bool) async { note(.camera(enabled)) }

    /// Notes it unless the camera is refused.
    public func setCamera(_ camera: MediaDevice?) async throws(MediaError) {
        try check(camera)
        note(.setCamera(camera?.id))
    }

    /// Notes it unless the microphone is refused.
    public func setMicrophone(_ microphone: MediaDevice?) async throws(MediaError) {
        try check(microphone)
        note(.setMicrophone(microphone?.id))
    }

    /// Keeps the sink.
    public func setEncodedFrameSink(_ sink: (any EncodedFrameSink)?) { memory.withLock { $0.frameSink = sink } }

    /// Whether somebody takes what is encoded.
    public var hasFrameSink: Bool { memory.withLock { $0.frameSink != nil } }

    /// Notes it.
    public func requestKeyFrame() { memory.withLock { $0.keyFrameRequests += 1 } }

    /// How often one was asked for.
    public var keyFrameRequests: Int { memory.withLock(\.keyFrameRequests) }

    /// Lets a frame be encoded.
    public func give(_ frame: EncodedFrame) { memory.withLock { $0.frameSink }?.receive(frame) }

    /// Shows nothing.
    public func setSelfViewSink(_ sink: (any VideoSink)?) {}

    /// Notes it.
    public func stop() async {
        memory.withLock { memory in
            memory.isRunning = false
            memory.orders.append(.stop)
        }
    }

    private func note(_ order: Order) { memory.withLock { $0.orders.append(order) } }

    private func check(_ device: MediaDevice?) throws(MediaError) {
        let error: MediaError? = memory.withLock { memory in
            if memory.isBroken { return .missingElement(name: "webrtcbin", package: "gstreamer1.0-plugins-bad") }
            return device.flatMap { memory.refused[$0.id] }
        }
        if let error { throw error }
    }
}

/// Devices as a test plugs them.
public final class FakeDevices: CaptureSource {
    /// What a test plugs.
    public let devices: AsyncStream<[MediaDevice]>

    private let report: AsyncStream<[MediaDevice]>.Continuation
    private let list: Mutex<[MediaDevice]>

    /// Starts with these.
    public init(_ list: [MediaDevice]) {
        self.list = Mutex(list)
        (devices, report) = AsyncStream.makeStream()
        report.yield(list)
    }

    /// The list of now.
    public func currentDevices() async -> [MediaDevice] { list.withLock(\.self) }

    /// Plugs and pulls until exactly these are there.
    public func set(_ devices: [MediaDevice]) {
        list.withLock { $0 = devices }
        report.yield(devices)
    }
}
