// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib
import Dispatch
import Glibc

/// Asks the desktop to let threads of ours go before others', which only few users may do by themselves
/// (`org.freedesktop.portal.Realtime`, behind which is RealtimeKit).
///
/// Source: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Realtime.html
public enum RealtimePortal {
    /// Reaching the bus may block.
    private static let queue = DispatchQueue(label: "org.joom.realtime-portal")

    /// Kept: a connection that nobody holds is closed with what it still has to say.
    private static let bus: GObjectRef? = {
        guard let found = g_bus_get_sync(G_BUS_TYPE_SESSION, nil, nil) else { return nil }
        // A favour must not tie a program in a terminal to the desktop's bus.
        g_dbus_connection_set_exit_on_close(found, 0)
        return GObjectRef(taking: found)
    }()

    /// Asks for a thread; nothing happens where there is no such portal, and nothing waits for it.
    ///
    /// Any thread.
    ///
    /// - Parameters:
    ///   - thread: its number, as gettid(2) has it.
    ///   - niceness: what it is to have, -20...19 (setpriority(2)).
    public static func favour(thread: Int64, niceness: Int32) {
        queue.async {
            guard let bus else { return }
            var arguments: [OpaquePointer?] = [
                g_variant_new_uint64(guint64(UInt32(bitPattern: getpid()))),
                g_variant_new_uint64(guint64(clamping: thread)),
                g_variant_new_int32(niceness),
            ]
            g_dbus_connection_call(
                bus.opaque,
                PortalConversation.name,
                PortalConversation.path,
                "org.freedesktop.portal.Realtime",
                "MakeThreadHighPriorityWithPID",
                g_variant_new_tuple(&arguments, gsize(arguments.count)),
                nil,
                G_DBUS_CALL_FLAGS_NONE,
                2_000,
                nil,
                nil,
                nil
            )
        }
    }
}
