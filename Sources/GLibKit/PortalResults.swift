// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib

/// What came with a portal's yes: an `a{sv}`, from another program, so that nothing in it is taken for granted.
struct PortalResults {
    private final class Holder {
        let variant: OpaquePointer?

        init(_ variant: OpaquePointer?) { self.variant = variant }

        deinit { variant.map { g_variant_unref($0) } }
    }

    private let holder: Holder

    init(taking variant: OpaquePointer?) { holder = Holder(variant) }

    /// A text.
    func string(_ key: String) -> String? { lookUp(key, "s").map { String(cString: g_variant_get_string($0, nil)) } }

    /// A path, which portals give as a text.
    func path(_ key: String) -> String? {
        guard let text = lookUp(key, "s") ?? lookUp(key, "o") else { return nil }
        let path = String(cString: g_variant_get_string(text, nil))
        return g_variant_is_object_path(path) != 0 ? path : nil
    }

    /// The nodes of PipeWire in `streams`, an `a(ua{sv})`.
    var nodes: [UInt32] {
        guard let streams = lookUp("streams", "a(ua{sv})") else { return [] }
        return (0..<g_variant_n_children(streams)).compactMap { index in
            guard let stream = g_variant_get_child_value(streams, index) else { return nil }
            defer { g_variant_unref(stream) }
            guard let node = g_variant_get_child_value(stream, 0) else { return nil }
            defer { g_variant_unref(node) }
            return g_variant_get_uint32(node)
        }
    }

    /// A value of a type; valid as long as this object.
    private func lookUp(_ key: String, _ type: String) -> OpaquePointer? {
        guard let variant = holder.variant, String(cString: g_variant_get_type_string(variant)) == "a{sv}" else {
            return nil
        }
        let wanted = g_variant_type_new(type)
        defer { g_variant_type_free(wanted) }
        // The dictionary holds the value too.
        guard let found = g_variant_lookup_value(variant, key, wanted) else { return nil }
        g_variant_unref(found)
        return found
    }
}
