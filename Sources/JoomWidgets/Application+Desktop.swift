// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
public import GLibKit

/// What the program and the desktop tell each other.
extension Application {
    /// Whether an instance of a program runs in this session; false without a session bus.
    public static func isRunning(id: String) -> Bool {
        guard let bus = g_bus_get_sync(G_BUS_TYPE_SESSION, nil, nil) else { return false }
        defer { g_object_unref(UnsafeMutableRawPointer(bus)) }
        let name = "org.freedesktop.DBus"
        let question = Variant.tuple([.string(id)])
        guard
            let answer = g_dbus_connection_call_sync(
                bus,
                name,
                "/org/freedesktop/DBus",
                name,
                "NameHasOwner",
                question,
                nil,
                G_DBUS_CALL_FLAGS_NONE,
                -1,
                nil,
                nil
            )
        else { return false }
        defer { g_variant_unref(answer) }
        return Variant.values(ofTuple: answer) == [.boolean(true)]
    }

    /// Puts the interface of data/dbus/joom.xml on the session bus, at the program's own path; before `run`, so that
    /// the program's name is not there before it.
    ///
    /// - Parameters:
    ///   - interface: the interface's name.
    ///   - id: the program's id, whose dots become the slashes of the path.
    ///   - method: serves calls.
    ///   - property: reads properties.
    /// - Returns: the object to keep; nil without a session bus.
    public static func export(
        interface: String,
        id: String,
        method: @escaping BusObject.Method,
        property: @escaping BusObject.Property
    ) -> BusObject? {
        let data = joom_data_bus_xml()
        let bytes = UnsafeRawBufferPointer(start: data.bytes, count: Int(data.length))
        return BusObject(
            path: "/" + id.replacing(".", with: "/"),
            interface: interface,
            xml: String(decoding: bytes, as: UTF8.self).replacing("@INTERFACE@", with: interface),
            method: method,
            property: property
        )
    }

    /// Keeps the computer from falling asleep and its screen from being locked, until `allowSleep`.
    ///
    /// - Parameters:
    ///   - window: for whose sake; visible.
    ///   - reason: what the desktop may show to people.
    /// - Returns: what `allowSleep` wants; nil where the desktop offers no such thing.
    public func preventSleep(for window: Window, reason: String) -> UInt32? {
        let flags = GTK_APPLICATION_INHIBIT_SUSPEND.rawValue | GTK_APPLICATION_INHIBIT_IDLE.rawValue
        let number = gtk_application_inhibit(
            ref.cast(),
            window.ref.cast(),
            GtkApplicationInhibitFlags(rawValue: flags),
            reason
        )
        return number == 0 ? nil : number
    }

    /// Takes back what `preventSleep` asked for.
    public func allowSleep(_ number: UInt32) { gtk_application_uninhibit(ref.cast(), number) }
}
