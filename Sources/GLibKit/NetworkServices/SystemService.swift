// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib

/// A program on the system bus that may not be there, come late, and start anew.
///
/// Nobody is started by it, and where there is no bus nothing ever happens. Needs GLib's main loop.
@MainActor
final class SystemService {
    typealias Signal = @MainActor (_ path: String, _ values: [Variant]) -> Void

    private let name: String
    private let changed: @MainActor (Bool) -> Void
    private let signals: [(interface: String, name: String, run: Signal)]
    private var watcher: guint = 0
    private var bus: GObjectRef?
    private var subscriptions: [guint] = []

    /// What GLib keeps of us: the object itself may go earlier.
    private final class Handle: Sendable {
        @MainActor weak var service: SystemService?
        @MainActor init(_ service: SystemService) { self.service = service }
    }

    private final class Listener: Sendable {
        let run: Signal
        init(_ run: @escaping Signal) { self.run = run }
    }

    private final class Waiter: Sendable {
        let answer: CheckedContinuation<Result<[Variant], BusFailure>, Never>
        init(_ answer: CheckedContinuation<Result<[Variant], BusFailure>, Never>) { self.answer = answer }
    }

    /// Begins to look out for it.
    ///
    /// - Parameters:
    ///   - name: its name on the bus.
    ///   - signals: what to run at signals of its objects, whichever they are.
    ///   - changed: told true each time that it comes, and false when it goes.
    init(
        _ name: String,
        signals: [(interface: String, name: String, run: Signal)],
        changed: @escaping @MainActor (Bool) -> Void
    ) {
        self.name = name
        self.signals = signals
        self.changed = changed
        watcher = g_bus_watch_name(
            G_BUS_TYPE_SYSTEM,
            name,
            G_BUS_NAME_WATCHER_FLAGS_NONE,
            { bus, _, _, data in
                guard let bus else { return }
                SystemService.tell(data, GObjectRef(retaining: bus))
            },
            { _, _, data in SystemService.tell(data, nil) },
            Unmanaged.passRetained(Handle(self)).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<Handle>.fromOpaque(data).release()
            }
        )
    }

    isolated deinit {
        g_bus_unwatch_name(watcher)
        unsubscribe()
    }

    /// GLib calls in on the thread that began to watch, which is the main one.
    private nonisolated static func tell(_ data: gpointer?, _ bus: GObjectRef?) {
        guard let data else { return }
        let handle = Unmanaged<Handle>.fromOpaque(data).takeUnretainedValue()
        MainActor.assumeIsolated { handle.service?.appeared(on: bus) }
    }

    private func appeared(on bus: GObjectRef?) {
        guard bus != nil || self.bus != nil else { return }
        unsubscribe()
        self.bus = bus
        guard let bus else { return changed(false) }
        // Else the end of the bus would be ours.
        g_dbus_connection_set_exit_on_close(bus.opaque, 0)
        for signal in signals { subscribe(to: signal.name, of: signal.interface, on: bus, signal.run) }
        changed(true)
    }

    /// Calls a method, and waits for ten seconds at the most.
    func call(
        _ method: String,
        of interface: String,
        at path: String,
        _ values: [Variant] = []
    ) async throws(BusFailure) -> [Variant] {
        let result: Result<[Variant], BusFailure> = await withCheckedContinuation { continuation in
            guard let bus else {
                let absent = BusFailure(name: "ServiceUnknown", message: "\(name) is not there")
                return continuation.resume(returning: .failure(absent))
            }
            g_dbus_connection_call(
                bus.opaque,
                name,
                path,
                interface,
                method,
                Variant.tuple(values),
                nil,
                G_DBUS_CALL_FLAGS_NO_AUTO_START,
                10_000,
                nil,
                { SystemService.finish($0, $1, $2) },
                Unmanaged.passRetained(Waiter(continuation)).toOpaque()
            )
        }
        return try result.get()
    }

    /// Calls a method whose answer is of no interest.
    func tell(_ method: String, of interface: String, at path: String) {
        guard let bus else { return }
        let flags = G_DBUS_CALL_FLAGS_NO_AUTO_START
        g_dbus_connection_call(
            bus.opaque,
            name,
            path,
            interface,
            method,
            nil,
            nil,
            flags,
            10_000,
            nil,
            nil,
            nil
        )
    }

    private nonisolated static func finish(
        _ source: UnsafeMutablePointer<GObject>?,
        _ result: OpaquePointer?,
        _ data: gpointer?
    ) {
        guard let source, let result, let data else { return }
        let waiter = Unmanaged<Waiter>.fromOpaque(data).takeRetainedValue()
        var error: UnsafeMutablePointer<GError>?
        guard let reply = g_dbus_connection_call_finish(OpaquePointer(source), result, &error) else {
            return waiter.answer.resume(returning: .failure(failure(error)))
        }
        defer { g_variant_unref(reply) }
        waiter.answer.resume(returning: .success(Variant.values(ofTuple: reply)))
    }

    private nonisolated static func failure(_ error: UnsafeMutablePointer<GError>?) -> BusFailure {
        guard let error else { return BusFailure(name: "Failed", message: "no answer") }
        defer { g_error_free(error) }
        let message = error.pointee.message.map { String(cString: $0) } ?? ""
        guard let remote = g_dbus_error_get_remote_error(error) else {
            return BusFailure(name: "Failed", message: message)
        }
        defer { g_free(remote) }
        let name = String(cString: remote)
        return BusFailure(name: name.split(separator: ".").last.map(String.init) ?? name, message: message)
    }

    private func subscribe(to signal: String, of interface: String, on bus: GObjectRef, _ run: @escaping Signal) {
        let number = g_dbus_connection_signal_subscribe(
            bus.opaque,
            name,
            interface,
            signal,
            nil,
            nil,
            G_DBUS_SIGNAL_FLAGS_NONE,
            { _, _, path, _, _, values, data in
                guard let path, let values, let data else { return }
                let listener = Unmanaged<Listener>.fromOpaque(data).takeUnretainedValue()
                let (object, read) = (String(cString: path), Variant.values(ofTuple: values))
                MainActor.assumeIsolated { listener.run(object, read) }
            },
            Unmanaged.passRetained(Listener(run)).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<Listener>.fromOpaque(data).release()
            }
        )
        subscriptions.append(number)
    }

    private func unsubscribe() {
        guard let bus else { return }
        for number in subscriptions { g_dbus_connection_signal_unsubscribe(bus.opaque, number) }
        subscriptions = []
    }
}
