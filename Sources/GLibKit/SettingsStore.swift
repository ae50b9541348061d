// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib

/// What a person's choices are kept in: GSettings where the program's schema is installed, else a key file, as in a
/// program that is run from its build directory.
///
/// A key that the installed schema does not have, such as an older one, is kept in the file as well.
@MainActor
public final class SettingsStore {
    private let settings: GObjectRef?
    private let keys: Set<String>
    private let file: SettingsFile

    /// Finds the schema, of the system or beside the program (`../share/glib-2.0/schemas`).
    ///
    /// - Parameters:
    ///   - schema: the schema's id.
    ///   - directory: where a compiled schema is looked for besides; nil for beside the program.
    ///   - file: what takes its place.
    public init(schema: String, directory: String? = nil, file: SettingsFile) {
        self.file = file
        // g_settings_new ends the program when there is no such schema: it is looked up first.
        let source = Self.source(directory ?? Self.besideProgram)
        defer { if let source { g_settings_schema_source_unref(source) } }
        guard let source, let found = g_settings_schema_source_lookup(source, schema, 1) else {
            settings = nil
            keys = []
            return
        }
        defer { g_settings_schema_unref(found) }
        settings = GObjectRef(taking: g_settings_new_full(found, nil, nil))
        let names = g_settings_schema_list_keys(found)
        defer { g_strfreev(names) }
        var keys: Set<String> = []
        var index = 0
        while let name = names?[index] {
            keys.insert(String(cString: name))
            index += 1
        }
        self.keys = keys
    }

    isolated deinit {}

    /// Whether GSettings keeps this key.
    public func isInSchema(_ name: String) -> Bool { keys.contains(name) }

    /// What is remembered by a name, truth values as `true` and `false`; nil for nothing, and to forget.
    public subscript(name: String) -> String? {
        get {
            guard keys.contains(name) else { return file[name] }
            switch value(name) {
            case .boolean(let isOn): return isOn ? "true" : "false"
            case .string(let text): return text.isEmpty ? nil : text
            case .objectPath, .int32, .uint16, .unsigned, .integer, .double, .byteStrings, .dictionary, .dictionaries,
                nil:
                return nil
            }
        }
        set {
            guard let settings, keys.contains(name) else {
                file[name] = newValue
                return
            }
            guard newValue != self[name] else { return }
            guard let newValue else { return g_settings_reset(settings.cast(), name) }
            let isTruth = value(name)?.boolean != nil
            let fresh: Variant = isTruth ? .boolean(newValue == "true") : .string(newValue)
            g_settings_set_value(settings.cast(), name, fresh.make())
        }
    }

    /// Forgets all of it.
    public func reset() {
        if let settings { for key in keys { g_settings_reset(settings.cast(), key) } }
        file.reset()
    }

    private func value(_ name: String) -> Variant? {
        guard let settings, let value = g_settings_get_value(settings.cast(), name) else { return nil }
        defer { g_variant_unref(value) }
        return Variant(reading: value)
    }

    /// Waits until what was set is written, for a program that is about to end.
    public func save() { g_settings_sync() }

    private static var besideProgram: String? {
        guard let program = g_file_read_link("/proc/self/exe", nil) else { return nil }
        defer { g_free(program) }
        let parts = String(cString: program).split(separator: "/").dropLast(2)
        return "/" + (parts + ["share", "glib-2.0", "schemas"]).joined(separator: "/")
    }

    /// The system's schemas, and those of a directory if there are any.
    private static func source(_ directory: String?) -> OpaquePointer? {
        let system = g_settings_schema_source_get_default()
        let own = directory.flatMap { g_settings_schema_source_new_from_directory($0, system, 0, nil) }
        return own ?? system.map { g_settings_schema_source_ref($0) }
    }
}
