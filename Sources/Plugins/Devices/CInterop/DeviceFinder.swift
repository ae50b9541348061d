// SPDX-License-Identifier: GPL-3.0-or-later
import CGst
import GLibKit

/// What finds devices of some kind and tells of changes.
///
/// Not thread-safe; starting, listing and stopping block for as long as the services take.
protocol DeviceFinder: AnyObject {
    /// Connects to the services, unless it is connected; false when there is none at all.
    func start() -> Bool
    /// Disconnects; harmless when it was not started.
    func stop()
    /// The devices of now; none unless it was started.
    func devices() -> [FoundDevice]
    /// Leaves it running for the rest of the process, whoever lets go of this.
    func keepForEver()
}

/// Turns the messages on a finder's bus into a call.
enum DeviceNews {
    private final class Handler: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Calls `onChange`, on a finder's thread, for each device that comes, goes or changes.
    static func tell(_ onChange: @escaping @Sendable () -> Void, of bus: GObjectRef) {
        gst_bus_set_sync_handler(
            bus.cast(),
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

    /// Calls nobody any more.
    static func end(_ bus: GObjectRef) { gst_bus_set_sync_handler(bus.cast(), nil, nil, nil) }
}

extension FoundDevice {
    /// Reads a list of devices and frees it (transfer full).
    static func list(taking list: UnsafeMutablePointer<GList>?) -> [FoundDevice] {
        defer { g_list_free(list) }
        var found: [FoundDevice] = []
        var link = list
        while let item = link {
            if let pointer = item.pointee.data { found.append(FoundDevice(GObjectRef(taking: pointer))) }
            link = item.pointee.next
        }
        return found
    }

    private init(_ device: GObjectRef) {
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
