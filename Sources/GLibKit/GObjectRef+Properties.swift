// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib

/// Properties by name. A name or type that the class does not have is a critical warning of GLib, not a crash.
extension GObjectRef {
    /// Sets a property of type string; nil unsets it.
    public func set(_ name: String, _ value: String?) { joom_object_set_string(pointer, name, value) }

    /// Sets a property of type boolean.
    public func set(_ name: String, _ value: Bool) { joom_object_set_boolean(pointer, name, value ? 1 : 0) }

    /// Sets a property of type int or enum.
    public func set(_ name: String, int value: Int) { joom_object_set_int(pointer, name, gint(clamping: value)) }

    /// Sets a property of type uint or flags.
    public func set(_ name: String, uint value: UInt) { joom_object_set_uint(pointer, name, guint(clamping: value)) }

    /// Sets a property of type int64.
    public func set(_ name: String, int64 value: Int64) { joom_object_set_int64(pointer, name, gint64(value)) }

    /// Sets a property of type uint64.
    public func set(_ name: String, uint64 value: UInt64) { joom_object_set_uint64(pointer, name, guint64(value)) }

    /// Sets a property of type double.
    public func set(_ name: String, double value: Double) { joom_object_set_double(pointer, name, value) }

    /// Sets a property that holds an object.
    public func set(_ name: String, object value: GObjectRef?) { joom_object_set_object(pointer, name, value?.pointer) }

    /// Reads a property of type string.
    public func string(_ name: String) -> String? {
        guard let text = joom_object_get_string(pointer, name) else { return nil }
        defer { g_free(text) }
        return String(cString: text)
    }

    /// Reads a property of type boolean.
    public func boolean(_ name: String) -> Bool { joom_object_get_boolean(pointer, name) != 0 }

    /// Reads a property of type int or enum.
    public func int(_ name: String) -> Int { Int(joom_object_get_int(pointer, name)) }

    /// Reads a property of type uint or flags.
    public func uint(_ name: String) -> UInt { UInt(joom_object_get_uint(pointer, name)) }

    /// Reads a property of type int64.
    public func int64(_ name: String) -> Int64 { Int64(joom_object_get_int64(pointer, name)) }

    /// Reads a property that holds an object.
    public func object(_ name: String) -> GObjectRef? {
        joom_object_get_object(pointer, name).map { GObjectRef(taking: $0) }
    }

    /// Whether the class has such a property: newer libraries add some.
    public func hasProperty(_ name: String) -> Bool { joom_object_has_property(pointer, name) != 0 }

    /// Whether the class has such a signal.
    public func hasSignal(_ name: String) -> Bool { joom_object_has_signal(pointer, name) != 0 }
}
