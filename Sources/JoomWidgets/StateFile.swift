// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import Glibc

/// A file that only its owner can read, below the person's state directory (XDG_STATE_HOME).
///
/// For what a program knows of a person without being told, such as where they were.
@MainActor
public final class StateFile {
    private let directory: String
    private let path: String

    /// Names the file; it need not be there.
    ///
    /// - Parameters:
    ///   - directory: an absolute path; nil for `joom` below the person's state directory.
    ///   - name: the file's name.
    public init(directory: String? = nil, name: String) {
        self.directory = directory ?? (g_get_user_state_dir().map { String(cString: $0) } ?? ".") + "/joom"
        path = self.directory + "/" + name
    }

    /// Removes it and every other file of its directory: what other parts of the program know of a person.
    public func removeAll() {
        guard let folder = g_dir_open(directory, 0, nil) else { return }
        defer { g_dir_close(folder) }
        while let name = g_dir_read_name(folder) { unlink(directory + "/" + String(cString: name)) }
    }

    /// What is in it; nil for nothing.
    ///
    /// Setting writes it at once, all of it or none (mode 0600); nil removes it. What cannot be written is given up.
    public var text: String? {
        get {
            var contents: UnsafeMutablePointer<CChar>?
            guard g_file_get_contents(path, &contents, nil, nil) != 0, let contents else { return nil }
            defer { g_free(contents) }
            return String(cString: contents)
        }
        set {
            guard let newValue else {
                unlink(path)
                return
            }
            g_mkdir_with_parents(directory, 0o700)
            g_file_set_contents_full(
                path,
                newValue,
                gssize(newValue.utf8.count),
                G_FILE_SET_CONTENTS_CONSISTENT,
                0o600,
                nil
            )
        }
    }
}
