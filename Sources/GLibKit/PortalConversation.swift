// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib
import Glibc

/// Why a portal did not do as it was asked.
public enum PortalRefusal: Error, Hashable, Sendable {
    /// The person, or what was decided before, said no.
    case denied
    /// Nobody answered in time: GNOME asks only for the program whose window is in use.
    case unanswered
    /// The program did not want to wait any longer.
    case givenUp
    /// There is no portal, or it broke; in its words.
    case unavailable(String)
}

/// Questions to one of the desktop's portals, and the wait for their answers; for one thread, which it blocks.
///
/// A portal answers by a signal. It is waited for in a main context of its own, so that it arrives on any thread of any
/// program, whether that runs GLib's main loop or not.
/// Source: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Request.html
final class PortalConversation {
    static let name = "org.freedesktop.portal.Desktop"
    static let path = "/org/freedesktop/portal/desktop"
    private static let requests = "org.freedesktop.portal.Request"

    /// What the portal said, as it comes in.
    private final class Answer {
        /// 0 for yes, 1 for no, 2 for an end without an answer.
        var response: UInt32?
        var results: OpaquePointer?

        deinit { results.map { g_variant_unref($0) } }
    }

    /// A handler for a signal, as C code keeps it.
    private final class Listener {
        let run: (OpaquePointer) -> Void

        init(_ run: @escaping (OpaquePointer) -> Void) { self.run = run }
    }

    private let interface: String
    private let bus: GObjectRef
    private let context: OpaquePointer?
    private var subscriptions: [guint] = []

    /// Begins to talk.
    ///
    /// - Parameter interface: the portal's, such as `org.freedesktop.portal.Camera`.
    /// - Throws: why there is no bus.
    init(_ interface: String) throws(PortalRefusal) {
        self.interface = interface
        bus = GObjectRef(taking: try Self.checked { g_bus_get_sync(G_BUS_TYPE_SESSION, nil, $0) })
        context = g_main_context_new()
        g_main_context_push_thread_default(context)
    }

    deinit {
        for subscription in subscriptions { g_dbus_connection_signal_unsubscribe(bus.opaque, subscription) }
        // Lets go of what the subscriptions hold.
        while g_main_context_iteration(context, 0) != 0 {}
        g_main_context_pop_thread_default(context)
        g_main_context_unref(context)
    }

    /// What wakes `wait`, from any thread and for as long as this object lives.
    var waker: Waker { Waker(context) }

    /// Wakes a conversation's thread; any thread.
    struct Waker: @unchecked Sendable {
        // @unchecked: a main context may be woken from any thread, and this holds a reference to it.
        private final class Reference {
            let context: OpaquePointer?
            init(_ context: OpaquePointer?) { self.context = g_main_context_ref(context) }
            deinit { g_main_context_unref(context) }
        }

        private let reference: Reference

        fileprivate init(_ context: OpaquePointer?) { reference = Reference(context) }

        func callAsFunction() { g_main_context_wakeup(reference.context) }
    }

    /// Asks something that a person may have to answer, and returns when the answer is yes.
    ///
    /// - Parameters:
    ///   - method: what to ask.
    ///   - leading: the values before the options.
    ///   - options: besides the token, by which the answer is found.
    ///   - limit: how long to wait.
    ///   - isGivenUp: asked again and again whether to go on waiting.
    /// - Returns: what came with the yes.
    /// - Throws: every other answer.
    @discardableResult
    func ask(
        _ method: String,
        _ leading: [Variant] = [],
        _ options: [String: Variant] = [:],
        within limit: Duration,
        isGivenUp: () -> Bool
    ) throws(PortalRefusal) -> PortalResults {
        let answer = Answer()
        let token = "joom\(UInt32.random(in: 0 ... .max))"
        let handle = "\(Self.path)/request/\(sender)/\(token)"
        // Before the question: the answer may come at once.
        let subscription = subscribe(to: "Response", of: Self.requests, at: handle) { values in
            guard let response = g_variant_get_child_value(values, 0) else { return }
            defer { g_variant_unref(response) }
            guard String(cString: g_variant_get_type_string(response)) == "u" else { return }
            answer.response = g_variant_get_uint32(response)
            answer.results = g_variant_get_child_value(values, 1)
        }
        defer { unsubscribe(subscription) }
        let all = options.merging(["handle_token": .string(token)]) { $1 }
        _ = try call(method, leading + [.dictionary(all)])
        wait(within: limit) { answer.response != nil || isGivenUp() }
        switch answer.response {
        case 0: return PortalResults(taking: answer.results.map { g_variant_ref($0) })
        case nil:
            // Takes the question off the screen.
            _ = try? call("Close", [], at: handle, of: Self.requests)
            throw isGivenUp() ? .givenUp : .unanswered
        default: throw .denied
        }
    }

    /// Calls a method that answers at once.
    ///
    /// - Returns: the first text or path of the answer.
    @discardableResult
    func call(
        _ method: String,
        _ values: [Variant],
        at path: String = PortalConversation.path,
        of interface: String? = nil
    ) throws(PortalRefusal) -> String? {
        let reply = try Self.checked { error in
            g_dbus_connection_call_sync(
                bus.opaque,
                Self.name,
                path,
                interface ?? self.interface,
                method,
                Variant.tuple(values),
                nil,
                G_DBUS_CALL_FLAGS_NONE,
                10_000,
                nil,
                error
            )
        }
        defer { g_variant_unref(reply) }
        return Variant.values(ofTuple: reply).first?.string
    }

    /// Asks for a connection to PipeWire.
    func openRemote(_ leading: [Variant] = []) throws(PortalRefusal) -> OwnedDescriptor {
        var list: UnsafeMutablePointer<GUnixFDList>?
        let reply = try Self.checked { error in
            g_dbus_connection_call_with_unix_fd_list_sync(
                bus.opaque,
                Self.name,
                Self.path,
                interface,
                "OpenPipeWireRemote",
                Variant.tuple(leading + [.dictionary([:])]),
                nil,
                G_DBUS_CALL_FLAGS_NONE,
                5_000,
                nil,
                &list,
                nil,
                error
            )
        }
        g_variant_unref(reply)
        guard let list else { throw .unavailable("OpenPipeWireRemote") }
        let descriptors = GObjectRef(taking: list)
        do throws(GLibError) {
            // A copy of it, for us to close.
            let number = try GLibError.check { g_unix_fd_list_get(descriptors.cast(), 0, $0) }
            return OwnedDescriptor(taking: number)
        } catch {
            throw .unavailable(error.message)
        }
    }

    /// Runs something at a signal, during any wait from now on.
    func listen(to signal: String, of interface: String, at path: String, _ run: @escaping () -> Void) {
        subscriptions.append(subscribe(to: signal, of: interface, at: path) { _ in run() })
    }

    /// Waits until something is so; it is looked at after each signal, after `waker`, and ten times a second.
    func wait(within limit: Duration, until isSo: () -> Bool) {
        let ticks = g_timeout_source_new(100)
        g_source_set_callback(ticks, { _ in 1 }, nil, nil)
        g_source_attach(ticks, context)
        defer {
            g_source_destroy(ticks)
            g_source_unref(ticks)
        }
        let end = ContinuousClock.now + limit
        while !isSo(), ContinuousClock.now < end { g_main_context_iteration(context, 1) }
    }

    // MARK: Private

    /// The part of a request's path that says who asks.
    private var sender: String {
        let sender = g_dbus_connection_get_unique_name(bus.opaque).map { String(cString: $0) } ?? ""
        return String(sender.drop { $0 == ":" }.map { $0 == "." ? "_" : $0 })
    }

    private func subscribe(
        to signal: String,
        of interface: String,
        at path: String,
        _ run: @escaping (OpaquePointer) -> Void
    ) -> guint {
        g_dbus_connection_signal_subscribe(
            bus.opaque,
            Self.name,
            interface,
            signal,
            path,
            nil,
            G_DBUS_SIGNAL_FLAGS_NONE,
            { _, _, _, _, _, values, data in
                guard let values, let data else { return }
                Unmanaged<Listener>.fromOpaque(data).takeUnretainedValue().run(values)
            },
            Unmanaged.passRetained(Listener(run)).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<Listener>.fromOpaque(data).release()
            }
        )
    }

    private func unsubscribe(_ subscription: guint) { g_dbus_connection_signal_unsubscribe(bus.opaque, subscription) }

    private static func checked(
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<GError>?>) -> OpaquePointer?
    ) throws(PortalRefusal) -> OpaquePointer {
        let reply: OpaquePointer?
        do throws(GLibError) {
            reply = try GLibError.check(body)
        } catch {
            throw .unavailable(error.message)
        }
        guard let reply else { throw .unavailable("D-Bus") }
        return reply
    }
}
