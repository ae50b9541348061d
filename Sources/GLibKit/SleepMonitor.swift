// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib
import Dispatch

/// Tells when this computer goes to sleep and wakes up, as logind says, and asks it to wait a moment (`org.freedesktop.login1`).
///
/// Where there is no logind to be asked, as in a sandbox, it says nothing.
/// Source: https://www.freedesktop.org/software/systemd/man/org.freedesktop.login1.html, "Inhibitor Locks"
@MainActor
public final class SleepMonitor {
    /// True when sleep is about to begin, false when it is over; one reader.
    public nonisolated let changes: AsyncStream<Bool>

    private nonisolated static let name = "org.freedesktop.login1"
    private nonisolated static let path = "/org/freedesktop/login1"
    private nonisolated static let interface = "org.freedesktop.login1.Manager"

    private let continuation: AsyncStream<Bool>.Continuation
    private let queue = DispatchQueue(label: "org.joom.sleep")
    private var bus: GObjectRef?
    private var subscription: guint = 0
    private var lock: OwnedDescriptor?
    private var isHeld = false

    private final class Handler: Sendable {
        let tell: @Sendable (Bool) -> Void
        init(_ tell: @escaping @Sendable (Bool) -> Void) { self.tell = tell }
    }

    /// Begins to watch; needs GLib's main loop.
    public init() {
        (changes, continuation) = AsyncStream.makeStream(of: Bool.self)
        // Reaching the bus may block.
        queue.async { [weak self] in
            guard let found = g_bus_get_sync(G_BUS_TYPE_SYSTEM, nil, nil) else { return }
            g_dbus_connection_set_exit_on_close(found, 0)
            let bus = GObjectRef(taking: found)
            Task { @MainActor in self?.listen(on: bus) }
        }
    }

    isolated deinit {
        if let bus, subscription != 0 { g_dbus_connection_signal_unsubscribe(bus.opaque, subscription) }
        continuation.finish()
    }

    /// Has sleep wait for us, until `release()` or five seconds after it was to begin.
    public func hold() {
        guard !isHeld else { return }
        isHeld = true
        takeLock()
    }

    /// Lets sleep begin.
    public func release() {
        isHeld = false
        lock = nil
    }

    private func listen(on bus: GObjectRef) {
        self.bus = bus
        subscription = g_dbus_connection_signal_subscribe(
            bus.opaque,
            Self.name,
            Self.interface,
            "PrepareForSleep",
            Self.path,
            nil,
            G_DBUS_SIGNAL_FLAGS_NONE,
            { _, _, _, _, _, values, data in
                guard let values, let data, case .boolean(let isComing)? = Variant.values(ofTuple: values).first else {
                    return
                }
                Unmanaged<Handler>.fromOpaque(data).takeUnretainedValue().tell(isComing)
            },
            Unmanaged.passRetained(Handler { [continuation] in continuation.yield($0) }).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<Handler>.fromOpaque(data).release()
            }
        )
        if isHeld { takeLock() }
    }

    private func takeLock() {
        guard let bus else { return }
        queue.async { [weak self] in
            let lock = Self.makeLock(on: bus)
            Task { @MainActor in
                guard let self, self.isHeld else { return }
                self.lock = lock
            }
        }
    }

    /// A descriptor that keeps sleep waiting while it is open; blocks for two seconds at the most.
    private nonisolated static func makeLock(on bus: GObjectRef) -> OwnedDescriptor? {
        let arguments = Variant.tuple(["sleep", "Joom", "The others are told first", "delay"].map { .string($0) })
        var list: UnsafeMutablePointer<GUnixFDList>?
        let reply = g_dbus_connection_call_with_unix_fd_list_sync(
            bus.opaque,
            name,
            path,
            interface,
            "Inhibit",
            arguments,
            nil,
            G_DBUS_CALL_FLAGS_NONE,
            2_000,
            nil,
            &list,
            nil,
            nil
        )
        if let reply { g_variant_unref(reply) }
        guard let list else { return nil }
        let descriptors = GObjectRef(taking: list)
        let number = g_unix_fd_list_get(descriptors.cast(), 0, nil)
        return number >= 0 ? OwnedDescriptor(taking: number) : nil
    }
}
