// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib

/// Asks other programs on the session's D-Bus.
public enum SessionBus {
    /// A property of an object, such as `IsCameraPresent`.
    ///
    /// Blocks for two seconds at the most. Any thread.
    ///
    /// - Parameters:
    ///   - property: its name.
    ///   - interface: whose it is.
    ///   - path: of the object.
    ///   - name: of the program, which is started if the bus can.
    /// - Returns: nil where there is no bus, no such program or no such property.
    public static func property(_ property: String, of interface: String, at path: String, in name: String) -> Variant?
    {
        guard let found = g_bus_get_sync(G_BUS_TYPE_SESSION, nil, nil) else { return nil }
        let bus = GObjectRef(taking: found)
        let arguments = Variant.tuple([.string(interface), .string(property)])
        let reply = g_dbus_connection_call_sync(
            bus.opaque,
            name,
            path,
            "org.freedesktop.DBus.Properties",
            "Get",
            arguments,
            nil,
            G_DBUS_CALL_FLAGS_NONE,
            2_000,
            nil,
            nil
        )
        guard let reply else { return nil }
        defer { g_variant_unref(reply) }
        return Variant.values(ofTuple: reply).first
    }
}

/// Asks programs of this computer on the system's D-Bus.
enum SystemBus {
    /// Calls a method without values of a program that runs already.
    ///
    /// Blocks for two seconds at the most. Any thread.
    ///
    /// - Returns: nothing where there is no bus or no such program.
    static func call(_ method: String, of interface: String, at path: String, in name: String) -> [Variant] {
        guard let found = g_bus_get_sync(G_BUS_TYPE_SYSTEM, nil, nil) else { return [] }
        g_dbus_connection_set_exit_on_close(found, 0)
        let bus = GObjectRef(taking: found)
        let flags = G_DBUS_CALL_FLAGS_NO_AUTO_START
        let reply = g_dbus_connection_call_sync(
            bus.opaque,
            name,
            path,
            interface,
            method,
            nil,
            nil,
            flags,
            2_000,
            nil,
            nil
        )
        guard let reply else { return [] }
        defer { g_variant_unref(reply) }
        return Variant.values(ofTuple: reply)
    }
}
