// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib
import Glibc

/// Hears from the kernel (rtnetlink(7)) when a network interface loses its carrier, or an address comes or goes.
///
/// GNetworkMonitor tells of routes alone, which stay for seconds where a cable is pulled.
final class LinkWatch: Sendable {
    private final class Listener: Sendable {
        let descriptor: gint
        let changed: @Sendable () -> Void

        init(_ descriptor: gint, _ changed: @escaping @Sendable () -> Void) {
            (self.descriptor, self.changed) = (descriptor, changed)
        }

        deinit { close(descriptor) }

        /// What was said is looked up anew, so that nothing is lost where it was too much at once (ENOBUFS).
        func listen() {
            var bytes = [UInt8](repeating: 0, count: 8_192)
            while recv(descriptor, &bytes, bytes.count, 0) > 0 {}
            changed()
        }
    }

    private let id: guint

    /// Begins to watch, on GLib's main loop; nil where the kernel does not tell.
    ///
    /// - Parameter changed: called on the main thread, perhaps several times for one change.
    init?(_ changed: @escaping @Sendable () -> Void) {
        let descriptor = joom_netlink_open()
        guard descriptor >= 0 else { return nil }
        id = g_unix_fd_add_full(
            G_PRIORITY_DEFAULT,
            descriptor,
            G_IO_IN,
            { _, _, data in
                guard let data else { return 0 }
                Unmanaged<Listener>.fromOpaque(data).takeUnretainedValue().listen()
                return 1
            },
            Unmanaged.passRetained(Listener(descriptor, changed)).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<Listener>.fromOpaque(data).release()
            }
        )
    }

    deinit { g_source_remove(id) }
}
