// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib
import Glibc

/// One question to the camera portal, and the wait for its answer.
///
/// A portal answers by a signal. It is waited for in a main context of its own, so that it arrives on any thread of any
/// program, whether that runs GLib's main loop or not.
enum CameraRequest {
    static let name = "org.freedesktop.portal.Desktop"
    static let path = "/org/freedesktop/portal/desktop"
    static let interface = "org.freedesktop.portal.Camera"
    private static let requests = "org.freedesktop.portal.Request"

    /// What the portal said, as it comes in.
    private final class Answer {
        /// 0 for yes, 1 for no, 2 for an end without an answer.
        var response: UInt32?
    }

    /// Asks, and returns when the answer is yes; blocks.
    ///
    /// - Parameters:
    ///   - limit: how long to wait.
    ///   - isGivenUp: asked again and again whether to go on waiting.
    /// - Throws: every other answer.
    static func run(within limit: Duration, isGivenUp: () -> Bool) throws(CameraPortal.Refusal) {
        let bus = try sessionBus()
        let context = g_main_context_new()
        g_main_context_push_thread_default(context)
        defer {
            g_main_context_pop_thread_default(context)
            g_main_context_unref(context)
        }
        let answer = Answer()
        let token = "joom\(UInt32.random(in: 0 ... .max))"
        let handle = "\(path)/request/\(escaped(bus))/\(token)"
        // Before the question: the answer may come at once.
        let subscription = listen(on: bus, at: handle, for: answer)
        defer {
            g_dbus_connection_signal_unsubscribe(bus.opaque, subscription)
            // Lets go of what the subscription holds.
            while g_main_context_iteration(context, 0) != 0 {}
        }
        let options = Variant.dictionary(["handle_token": .string(token)])
        _ = try call(bus, path, interface, "AccessCamera", Variant.tuple([options]))
        wait(for: answer, in: context, within: limit, isGivenUp: isGivenUp)
        switch answer.response {
        case 0: return
        case nil:
            // Takes the question off the screen.
            _ = try? call(bus, handle, requests, "Close", Variant.tuple([]))
            throw isGivenUp() ? .givenUp : .unanswered
        default: throw .denied
        }
    }

    /// Asks for a connection to PipeWire.
    static func openRemote() throws(CameraPortal.Refusal) -> OwnedDescriptor {
        let bus = try sessionBus()
        var list: UnsafeMutablePointer<GUnixFDList>?
        let reply = try checked { error in
            g_dbus_connection_call_with_unix_fd_list_sync(
                bus.opaque,
                name,
                path,
                interface,
                "OpenPipeWireRemote",
                Variant.tuple([.dictionary([:])]),
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

    // MARK: Private

    private static func sessionBus() throws(CameraPortal.Refusal) -> GObjectRef {
        GObjectRef(taking: try checked { g_bus_get_sync(G_BUS_TYPE_SESSION, nil, $0) })
    }

    /// The part of a request's path that says who asks.
    private static func escaped(_ bus: GObjectRef) -> String {
        let sender = g_dbus_connection_get_unique_name(bus.opaque).map { String(cString: $0) } ?? ""
        return String(sender.drop { $0 == ":" }.map { $0 == "." ? "_" : $0 })
    }

    private static func listen(on bus: GObjectRef, at handle: String, for answer: Answer) -> guint {
        g_dbus_connection_signal_subscribe(
            bus.opaque,
            name,
            requests,
            "Response",
            handle,
            nil,
            G_DBUS_SIGNAL_FLAGS_NONE,
            { _, _, _, _, _, values, data in
                guard let values, let data, let response = g_variant_get_child_value(values, 0) else { return }
                defer { g_variant_unref(response) }
                guard String(cString: g_variant_get_type_string(response)) == "u" else { return }
                Unmanaged<Answer>.fromOpaque(data).takeUnretainedValue().response = g_variant_get_uint32(response)
            },
            Unmanaged.passRetained(answer).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<Answer>.fromOpaque(data).release()
            }
        )
    }

    private static func wait(
        for answer: Answer,
        in context: OpaquePointer?,
        within limit: Duration,
        isGivenUp: () -> Bool
    ) {
        // Wakes the loop to look at the clock, and whether the answer is still wanted.
        let ticks = g_timeout_source_new(100)
        g_source_set_callback(ticks, { _ in 1 }, nil, nil)
        g_source_attach(ticks, context)
        defer {
            g_source_destroy(ticks)
            g_source_unref(ticks)
        }
        let end = ContinuousClock.now + limit
        while answer.response == nil, !isGivenUp(), ContinuousClock.now < end { g_main_context_iteration(context, 1) }
    }

    /// Calls a method; the reply's values are of no interest.
    private static func call(
        _ bus: GObjectRef,
        _ path: String,
        _ interface: String,
        _ method: String,
        _ values: OpaquePointer
    ) throws(CameraPortal.Refusal) {
        let reply = try checked { error in
            g_dbus_connection_call_sync(
                bus.opaque,
                name,
                path,
                interface,
                method,
                values,
                nil,
                G_DBUS_CALL_FLAGS_NONE,
                10_000,
                nil,
                error
            )
        }
        g_variant_unref(reply)
    }

    private static func checked(
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<GError>?>) -> OpaquePointer?
    ) throws(CameraPortal.Refusal) -> OpaquePointer {
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
