// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib

/// A value as D-Bus and GSettings pass it around: of GVariant's types those that Joom uses.
public enum Variant: Hashable, Sendable {
    /// Type `b`.
    case boolean(Bool)
    /// Type `s`.
    case string(String)
    /// Type `o`.
    case objectPath(String)
    /// Type `i`.
    case int32(Int32)
    /// Type `q`.
    case uint16(UInt16)
    /// Type `u`.
    case unsigned(UInt32)
    /// Type `x`.
    case integer(Int64)
    /// Type `d`.
    case double(Double)
    /// Type `aay`.
    case byteStrings([[UInt8]])
    /// Type `a{sv}`.
    case dictionary([String: Variant])
    /// Type `aa{sv}`.
    case dictionaries([[String: Variant]])

    /// The text or path, if it is one.
    public var string: String? {
        switch self {
        case .string(let value), .objectPath(let value): value
        case .boolean, .int32, .uint16, .unsigned, .integer, .double, .byteStrings, .dictionary, .dictionaries: nil
        }
    }

    /// The signed number of 32 bits, if it is one.
    public var int32: Int32? {
        guard case .int32(let value) = self else { return nil }
        return value
    }

    /// The truth value, if it is one.
    public var boolean: Bool? {
        guard case .boolean(let value) = self else { return nil }
        return value
    }

    /// The named values, if it has such.
    public var dictionary: [String: Variant]? {
        guard case .dictionary(let values) = self else { return nil }
        return values
    }
}

extension Variant {
    /// Reads a GVariant (transfer none); nil for a type that is none of these.
    package init?(reading value: OpaquePointer) {
        switch String(cString: g_variant_get_type_string(value)) {
        case "b": self = .boolean(g_variant_get_boolean(value) != 0)
        case "s": self = .string(String(cString: g_variant_get_string(value, nil)))
        case "o": self = .objectPath(String(cString: g_variant_get_string(value, nil)))
        case "i": self = .int32(g_variant_get_int32(value))
        case "q": self = .uint16(g_variant_get_uint16(value))
        case "u": self = .unsigned(g_variant_get_uint32(value))
        case "x": self = .integer(Int64(g_variant_get_int64(value)))
        case "d": self = .double(g_variant_get_double(value))
        case "aay": self = .byteStrings(Self.children(of: value) { Self.bytes(of: $0) })
        case "a{sv}": self = .dictionary(Self.entries(of: value))
        case "v":
            guard let boxed = g_variant_get_variant(value) else { return nil }
            defer { g_variant_unref(boxed) }
            self.init(reading: boxed)
        case "aa{sv}": self = .dictionaries(Self.children(of: value) { Self.entries(of: $0) })
        default: return nil
        }
    }

    /// Makes a floating GVariant, for a function that takes it over.
    package func make() -> OpaquePointer {
        switch self {
        case .boolean(let value): g_variant_new_boolean(value ? 1 : 0)
        case .string(let value): g_variant_new_string(value)
        case .objectPath(let value): g_variant_new_object_path(value)
        case .int32(let value): g_variant_new_int32(value)
        case .uint16(let value): g_variant_new_uint16(value)
        case .unsigned(let value): g_variant_new_uint32(value)
        case .integer(let value): g_variant_new_int64(gint64(value))
        case .double(let value): g_variant_new_double(value)
        case .byteStrings(let strings): Self.array(of: "ay", strings.map { Self.make($0) })
        case .dictionary(let values): Self.make(values)
        case .dictionaries(let values): Self.array(of: "a{sv}", values.map { Self.make($0) })
        }
    }

    /// Makes a floating tuple, as D-Bus wants the values of a message.
    package static func tuple(_ values: [Variant]) -> OpaquePointer {
        var children: [OpaquePointer?] = values.map { $0.make() }
        return g_variant_new_tuple(&children, gsize(children.count))
    }

    /// Reads the values of a message (transfer none); those of other types are left out.
    package static func values(ofTuple tuple: OpaquePointer) -> [Variant] {
        children(of: tuple) { Variant(reading: $0) }.compactMap { $0 }
    }

    private static func make(_ values: [String: Variant]) -> OpaquePointer {
        let entries: [OpaquePointer?] = values.sorted { $0.key < $1.key }
            .map { g_variant_new_dict_entry(g_variant_new_string($0.key), g_variant_new_variant($0.value.make())) }
        return array(of: "{sv}", entries)
    }

    private static func make(_ bytes: [UInt8]) -> OpaquePointer {
        let element = g_variant_type_new("y")
        defer { g_variant_type_free(element) }
        return bytes.withUnsafeBytes { g_variant_new_fixed_array(element, $0.baseAddress, gsize($0.count), 1) }
    }

    private static func bytes(of value: OpaquePointer) -> [UInt8] {
        var count: gsize = 0
        guard let first = g_variant_get_fixed_array(value, &count, 1), count > 0 else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: first, count: Int(count)))
    }

    private static func array(of type: String, _ children: [OpaquePointer?]) -> OpaquePointer {
        var children = children
        let element = g_variant_type_new(type)
        defer { g_variant_type_free(element) }
        return g_variant_new_array(element, &children, gsize(children.count))
    }

    private static func children<Value>(of value: OpaquePointer, _ read: (OpaquePointer) -> Value) -> [Value] {
        (0..<g_variant_n_children(value)).compactMap { index in
            guard let child = g_variant_get_child_value(value, index) else { return nil }
            defer { g_variant_unref(child) }
            return read(child)
        }
    }

    private static func entries(of value: OpaquePointer) -> [String: Variant] {
        let pairs: [(String, Variant)?] = children(of: value) { entry in
            guard let key = g_variant_get_child_value(entry, 0), let boxed = g_variant_get_child_value(entry, 1) else {
                return nil
            }
            defer { g_variant_unref(key) }
            defer { g_variant_unref(boxed) }
            guard let inner = g_variant_get_variant(boxed) else { return nil }
            defer { g_variant_unref(inner) }
            return Variant(reading: inner).map { (String(cString: g_variant_get_string(key, nil)), $0) }
        }
        return Dictionary(pairs.compactMap { $0 }, uniquingKeysWith: { $1 })
    }
}
