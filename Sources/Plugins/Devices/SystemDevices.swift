// SPDX-License-Identifier: GPL-3.0-or-later
public import GLibKit
public import JoomModel
public import PluginKit

/// The devices that the sound and video services of the system know.
///
/// Cameras come from PipeWire, or from the kernel where PipeWire has none; microphones and speakers from PulseAudio's
/// protocol, which PipeWire speaks too. A machine that has neither service has no devices, and that is no error.
public final class SystemDevices: CaptureSource {
    /// How long a list may take before it counts as empty: a service that hangs must not hang us.
    ///
    /// GStreamer's first start on a machine looks into all of its plugins, which takes five seconds on a slow one.
    static let patience = Duration.seconds(15)

    private let stream: AsyncStream<[MediaDevice]>
    private let continuation: AsyncStream<[MediaDevice]>.Continuation
    private let watcher: DeviceWatcher
    private let portal: CameraPortal?

    /// Looks for nothing yet.
    ///
    /// - Parameter portal: behind which the cameras are, in a sandbox. Until the person has said yes, one camera stands for
    ///   all; opening it asks.
    public init(portal: CameraPortal? = nil) {
        self.portal = portal
        let (stream, continuation) = AsyncStream<[MediaDevice]>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.stream = stream
        self.continuation = continuation
        watcher = DeviceWatcher(portal: portal) { found in
            continuation.yield(Self.devices(from: found, behind: portal))
        }
    }

    deinit {
        continuation.finish()
    }

    /// The devices of now and, after each change, all of them again; one reader, any thread.
    ///
    /// The stream ends with this object. A change of default alone is told at the next change of devices: GStreamer 1.22 does not report it.
    public var devices: AsyncStream<[MediaDevice]> {
        watcher.start()
        return stream
    }

    /// The devices of now, asked for afresh; empty when the system does not answer in time.
    public func currentDevices() async -> [MediaDevice] {
        let (answers, answer) = AsyncStream<[MediaDevice]>.makeStream(bufferingPolicy: .bufferingNewest(1))
        watcher.refresh { [portal] found in
            answer.yield(Self.devices(from: found, behind: portal))
            answer.finish()
        }
        let limit = Task {
            try? await Task.sleep(for: Self.patience)
            answer.finish()
        }
        defer { limit.cancel() }
        for await devices in answers { return devices }
        return []
    }

    /// May block for two seconds, as asking the portal does.
    private static func devices(from found: [FoundDevice], behind portal: CameraPortal?) -> [MediaDevice] {
        guard let portal else { return DeviceCatalogue.devices(from: found) }
        let isAskable = !portal.isGranted && portal.isCameraPresent
        return DeviceCatalogue.devices(from: found, behindPortal: isAskable ? .promised : .listed)
    }
}
