// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib

/// A few remembered texts in a key file below the person's configuration directory.
///
/// It stands in for GSettings, whose schema must be installed: a program run from its build directory has none.
@MainActor
public final class SettingsFile {
    private static let group = "joom"
    private let file: OpaquePointer
    private let path: String

    /// Reads what is remembered; a file that is missing or broken counts as empty.
    ///
    /// - Parameters:
    ///   - directory: an absolute path; nil for `joom` below the person's configuration directory.
    ///   - name: the file's name.
    public init(directory: String? = nil, name: String) {
        let folder = directory ?? (g_get_user_config_dir().map { String(cString: $0) } ?? ".") + "/joom"
        path = folder + "/" + name
        file = g_key_file_new()
        g_key_file_load_from_file(file, path, G_KEY_FILE_KEEP_COMMENTS, nil)
    }

    isolated deinit { g_key_file_unref(file) }

    /// What is remembered by a name; setting writes the file at once, and a file that cannot be written is given up.
    public subscript(name: String) -> String? {
        get {
            guard let text = g_key_file_get_string(file, Self.group, name, nil) else { return nil }
            defer { g_free(text) }
            return String(cString: text)
        }
        set {
            guard newValue != self[name] else { return }
            if let newValue {
                g_key_file_set_string(file, Self.group, name, newValue)
            } else {
                g_key_file_remove_key(file, Self.group, name, nil)
            }
            write()
        }
    }

    /// Forgets all of it.
    func reset() {
        guard g_key_file_remove_group(file, Self.group, nil) != 0 else { return }
        write()
    }

    private func write() {
        guard let folder = g_path_get_dirname(path) else { return }
        defer { g_free(folder) }
        g_mkdir_with_parents(folder, 0o700)
        g_key_file_save_to_file(file, path, nil)
    }
}
