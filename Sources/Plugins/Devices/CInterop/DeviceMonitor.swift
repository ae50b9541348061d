// SPDX-License-Identifier: GPL-3.0-or-later
import CGst
import GLibKit

/// A GstDeviceMonitor for devices of some classes.
///
/// Not thread-safe; starting, listing and stopping block for as long as the services take.
final class DeviceMonitor {
    private let monitor: GObjectRef
    private let bus: GObjectRef
    private var isRunning = false

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
        gst_bus_set_sync_handler(
            bus,
            { _, message, data in
                // A dropped message is the handler's to release; what it says is read from the list.
                if let message { gst_message_unref(message) }
                if let data { Unmanaged<Handler>.fromOpaque(data).takeUnretainedValue().run() }
                return GST_BUS_DROP
            },
            Unmanaged.passRetained(Handler(onChange)).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<Handler>.fromOpaque(data).release()
            }
        )
    }

    deinit {
        gst_bus_set_sync_handler(bus.cast(), nil, nil, nil)
    }

    /// Leaves the monitor running for the rest of the process, whoever lets go of this.
    ///
    /// Stopping the last monitor that uses PipeWire ends PipeWire's thread, and that corrupts the heap more often than
    /// not (seen with PipeWire 0.3.65 and GStreamer 1.22: abort in the thread's exit).
    func keepForEver() { _ = Unmanaged.passRetained(monitor) }

    /// Connects to the services; false when there is none at all.
    func start() -> Bool {
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
        let list = gst_device_monitor_get_devices(monitor.cast())
        defer { g_list_free(list) }
        var found: [FoundDevice] = []
        var link = list
        while let item = link {
            if let pointer = item.pointee.data { found.append(FoundDevice(GObjectRef(taking: pointer))) }
            link = item.pointee.next
        }
        return found
    }

    private final class Handler: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}

extension FoundDevice {
    fileprivate init(_ device: GObjectRef) {
        typeName = g_type_name_from_instance(device.cast()).map { String(cString: $0) } ?? ""
        deviceClass = Self.take(gst_device_get_device_class(device.cast())) ?? ""
        displayName = Self.take(gst_device_get_display_name(device.cast())) ?? ""
        for name in ["internal-name", "device-path"] where device.hasProperty(name) {
            openName = device.string(name)
        }
        guard let structure = gst_device_get_properties(device.cast()) else { return }
        defer { gst_structure_free(structure) }
        for name in Self.propertyNames {
            properties[name] = gst_structure_get_string(structure, name).map { String(cString: $0) }
        }
        var value: gboolean = 0
        isDefault = gst_structure_get_boolean(structure, "is-default", &value) != 0 && value != 0
    }

    /// A string that is ours to free, as a Swift one.
    private static func take(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        defer { g_free(text) }
        return text.map { String(cString: $0) }
    }
}
