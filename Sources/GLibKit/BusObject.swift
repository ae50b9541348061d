// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib

/// What a D-Bus caller is told of a call that could not be served.
public struct BusFailure: Error, Hashable, Sendable {
    /// The last part of the error's name, such as `NoCall`.
    public let name: String
    /// A sentence for people.
    public let message: String

    /// Names a failure.
    public init(name: String, message: String) {
        self.name = name
        self.message = message
    }
}

/// An object of this program on the session bus, with one interface; gone when this Swift object is.
@MainActor
public final class BusObject {
    /// Serves a call of a method: the values that came, in order, and those to answer with.
    public typealias Method =
        @MainActor @Sendable (_ name: String, _ values: [Variant]) async throws(BusFailure) -> [Variant]
    /// Reads a property.
    public typealias Property = @MainActor @Sendable (_ name: String) -> Variant?

    private final class Handlers: Sendable {
        let interface: String
        let method: Method
        let property: Property

        init(_ interface: String, _ method: @escaping Method, _ property: @escaping Property) {
            self.interface = interface
            self.method = method
            self.property = property
        }
    }

    private let bus: GObjectRef
    private let registration: guint
    private let path: String
    private let interface: String

    /// Puts the object on the bus; nil where there is no bus, or what is asked for makes no sense to GLib.
    ///
    /// Do so before the program takes its name on the bus: calls may come with the name.
    ///
    /// - Parameters:
    ///   - path: the object's path.
    ///   - interface: the interface's name.
    ///   - xml: the interface, described as D-Bus introspection does.
    ///   - method: serves calls; the values fit the description.
    ///   - property: reads properties; nil for one that cannot be read now.
    public init?(
        path: String,
        interface: String,
        xml: String,
        method: @escaping Method,
        property: @escaping Property
    ) {
        guard let bus = g_bus_get_sync(G_BUS_TYPE_SESSION, nil, nil) else { return nil }
        self.bus = GObjectRef(taking: bus)
        guard let node = g_dbus_node_info_new_for_xml(xml, nil) else { return nil }
        defer { g_dbus_node_info_unref(node) }
        guard let description = g_dbus_node_info_lookup_interface(node, interface) else { return nil }
        self.path = path
        self.interface = interface
        var table = GDBusInterfaceVTable()
        table.method_call = { _, _, _, _, name, values, invocation, data in
            guard let name, let values, let invocation, let data else { return }
            BusObject.serve(String(cString: name), Variant.values(ofTuple: values), invocation, data)
        }
        table.get_property = { _, _, _, _, name, _, data in
            guard let name, let data else { return nil }
            return BusObject.read(String(cString: name), data)
        }
        registration = g_dbus_connection_register_object(
            bus,
            path,
            description,
            &table,
            Unmanaged.passRetained(Handlers(interface, method, property)).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<Handlers>.fromOpaque(data).release()
            },
            nil
        )
        guard registration != 0 else { return nil }
    }

    isolated deinit {
        if registration != 0 { g_dbus_connection_unregister_object(bus.opaque, registration) }
    }

    /// Tells whoever listens that something happened.
    public func emit(_ signal: String, _ values: [Variant]) {
        g_dbus_connection_emit_signal(bus.opaque, nil, path, interface, signal, Variant.tuple(values), nil)
    }

    /// Tells whoever listens that properties have other values now.
    public func emitChanges(_ values: [String: Variant]) {
        var parameters: [OpaquePointer?] = [
            g_variant_new_string(interface), Variant.dictionary(values).make(), g_variant_new_strv(nil, 0),
        ]
        let message = g_variant_new_tuple(&parameters, 3)
        let properties = "org.freedesktop.DBus.Properties"
        g_dbus_connection_emit_signal(bus.opaque, nil, path, properties, "PropertiesChanged", message, nil)
    }

    /// GLib calls in on the thread that registered the object, which is the main one.
    private nonisolated static func serve(
        _ name: String,
        _ values: [Variant],
        _ invocation: OpaquePointer,
        _ data: gpointer
    ) {
        let handlers = Unmanaged<Handlers>.fromOpaque(data).takeUnretainedValue()
        let call = GObjectRef(taking: invocation)
        Task { @MainActor in
            do throws(BusFailure) {
                let answer = try await handlers.method(name, values)
                g_dbus_method_invocation_return_value(Self.handedOver(call), Variant.tuple(answer))
            } catch {
                let full = "\(handlers.interface).Error.\(error.name)"
                g_dbus_method_invocation_return_dbus_error(Self.handedOver(call), full, error.message)
            }
        }
    }

    /// A reference for the functions that answer, which take one over.
    private nonisolated static func handedOver(_ call: GObjectRef) -> OpaquePointer {
        OpaquePointer(joom_object_ref(call.pointer))
    }

    private nonisolated static func read(_ name: String, _ data: gpointer) -> OpaquePointer? {
        let handlers = Unmanaged<Handlers>.fromOpaque(data).takeUnretainedValue()
        return MainActor.assumeIsolated { handlers.property(name) }?.make()
    }
}
