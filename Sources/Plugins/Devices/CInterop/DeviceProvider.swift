// SPDX-License-Identifier: GPL-3.0-or-later
import CGst
import GLibKit

/// One of GStreamer's device providers by itself, which a GstDeviceMonitor starts several of.
///
/// In a sandbox PipeWire's must not be started before it has the portal's connection: there is one in a process, and
/// what it is given later it ignores (GStreamer plugin of PipeWire 0.3.65).
final class DeviceProvider: DeviceFinder {
    private let provider: GObjectRef
    private let bus: GObjectRef
    private var isRunning = false

    /// Makes a provider that is not started yet; nil when it is not installed.
    ///
    /// - Parameters:
    ///   - name: the provider's, such as `pulsedeviceprovider`.
    ///   - remote: the connection to PipeWire that it is to use; it must outlive the provider.
    ///   - onChange: called on a finder's thread for each device that comes, goes or changes.
    init?(_ name: String, remote: OwnedDescriptor? = nil, onChange: @escaping @Sendable () -> Void) {
        guard gst_init_check(nil, nil, nil) != 0, let made = gst_device_provider_factory_get_by_name(name) else {
            return nil
        }
        provider = GObjectRef(taking: made)
        guard let bus = gst_device_provider_get_bus(made) else { return nil }
        self.bus = GObjectRef(taking: bus)
        if let remote { provider.set("fd", int: Int(remote.number)) }
        DeviceNews.tell(onChange, of: self.bus)
    }

    deinit { DeviceNews.end(bus) }

    func start() -> Bool {
        guard !isRunning else { return true }
        isRunning = gst_device_provider_start(provider.cast()) != 0
        return isRunning
    }

    func stop() {
        guard isRunning else { return }
        isRunning = false
        gst_device_provider_stop(provider.cast())
    }

    func devices() -> [FoundDevice] {
        guard isRunning else { return [] }
        return FoundDevice.list(taking: gst_device_provider_get_devices(provider.cast()))
    }

    func keepForEver() { _ = Unmanaged.passRetained(provider) }
}
