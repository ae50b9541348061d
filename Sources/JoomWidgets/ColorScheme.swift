// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// The desktop's wish for a light or dark look, for a GTK that has no libadwaita to ask for it.
///
/// Source: org.freedesktop.portal.Settings, key `color-scheme` of `org.freedesktop.appearance`, 1 means dark.
@MainActor
enum ColorScheme {
    /// Asks once, without waiting; no answer leaves GTK's own setting as it is.
    static func follow() {
        // The same switch that libadwaita has: private test sessions have no portal worth starting.
        guard g_getenv("ADW_DISABLE_PORTAL") == nil else { return }
        g_bus_get(
            G_BUS_TYPE_SESSION,
            nil,
            { _, result, _ in
                guard let bus = g_bus_get_finish(result, nil) else { return }
                defer { g_object_unref(UnsafeMutableRawPointer(bus)) }
                ColorScheme.ask(bus)
            },
            nil
        )
    }

    private nonisolated static func ask(_ bus: OpaquePointer) {
        var parameters: [OpaquePointer?] = [
            g_variant_new_string("org.freedesktop.appearance"), g_variant_new_string("color-scheme"),
        ]
        g_dbus_connection_call(
            bus,
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.Settings",
            "Read",
            g_variant_new_tuple(&parameters, 2),
            nil,
            G_DBUS_CALL_FLAGS_NONE,
            -1,
            nil,
            { source, result, _ in
                guard let source, let reply = g_dbus_connection_call_finish(OpaquePointer(source), result, nil) else {
                    return
                }
                defer { g_variant_unref(reply) }
                ColorScheme.apply(reply)
            },
            nil
        )
    }

    /// `(v)`, in which the portal's first version packs the value twice.
    private nonisolated static func apply(_ reply: OpaquePointer) {
        guard g_variant_n_children(reply) == 1, var value = g_variant_get_child_value(reply, 0) else { return }
        while String(cString: g_variant_get_type_string(value)) == "v" {
            guard let inner = g_variant_get_variant(value) else { break }
            g_variant_unref(value)
            value = inner
        }
        defer { g_variant_unref(value) }
        guard String(cString: g_variant_get_type_string(value)) == "u", let settings = gtk_settings_get_default() else {
            return
        }
        let isDark = g_variant_get_uint32(value) == 1
        GObjectRef(retaining: settings).set("gtk-application-prefer-dark-theme", isDark)
    }
}
