// SPDX-License-Identifier: GPL-3.0-or-later
import CGst
import GLibKit

/// A GstDeviceMonitor for devices of some classes.
///
/// Not thread-safe; starting, listing and stopping block for as long as the services take.
final class DeviceMonitor: DeviceFinder {
    private let monitor: GObjectRef
    private let bus: GObjectRef
    private var isRunning = false
    private var isKept = false

    /// Makes a monitor that is not started yet; nil when GStreamer cannot be initialised.
    ///
    /// - Parameters:
    ///   - classes: GStreamer's device classes, such as `Audio/Source`.
    ///   - onChange: called on a finder's thread for each device that comes, goes or changes.
    init?(classes: [String], onChange: @escaping @Sendable () -> Void) {
        // Not gst_is_initialized: that says yes while another thread still loads the elements.
        guard gst_init_check(nil, nil, nil) != 0, let made = gst_device_monitor_new()
        else { return nil }
        monitor = GObjectRef(taking: made)
        guard let bus = gst_device_monitor_get_bus(made) else { return nil }
        self.bus = GObjectRef(taking: bus)
        for deviceClass in classes { gst_device_monitor_add_filter(made, deviceClass, nil) }
        DeviceNews.tell(onChange, of: self.bus)
    }

    deinit {
        DeviceNews.end(bus)
    }

    /// Calls another from now on.
    func tell(_ onChange: @escaping @Sendable () -> Void) { DeviceNews.tell(onChange, of: bus) }

    /// Leaves the monitor running for the rest of the process, whoever lets go of this.
    ///
    /// Stopping the last monitor that uses PipeWire ends PipeWire's thread, and that corrupts the heap more often than
    /// not (seen with PipeWire 0.3.65 and GStreamer 1.22: abort in the thread's exit).
    func keepForEver() {
        guard !isKept else { return }
        isKept = true
        _ = Unmanaged.passRetained(monitor)
    }

    /// Connects to the services; false when there is none at all.
    func start() -> Bool {
        guard !isRunning else { return true }
        isRunning = gst_device_monitor_start(monitor.cast()) != 0
        return isRunning
    }

    /// Disconnects; harmless when it was not started.
    func stop() {
        guard isRunning else { return }
        isRunning = false
        gst_device_monitor_stop(monitor.cast())
    }

    /// The devices of now; none unless it was started.
    func devices() -> [FoundDevice] {
        // One that does not run would connect to each service anew, every time.
        guard isRunning else { return [] }
        return FoundDevice.list(taking: gst_device_monitor_get_devices(monitor.cast()))
    }
}
