// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk

/// A folder of the person's own files, wherever this program is to look for them (XDG_DATA_HOME).
public enum PersonalFolder {
    /// The folder as people write it, such as `~/.local/share/joom/effects`; a sandbox has another.
    ///
    /// - Parameters:
    ///   - name: the folder within the person's data.
    ///   - data: the person's data; nil for what the environment says.
    ///   - home: their home; nil for what the system says.
    /// - Returns: its path, with `~` for the home.
    public static func shown(_ name: String, data: String? = nil, home: String? = nil) -> String {
        let data = data ?? g_get_user_data_dir().map { String(cString: $0) } ?? "."
        let home = home ?? g_get_home_dir().map { String(cString: $0) } ?? ""
        let path = data + "/" + name
        return !home.isEmpty && path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
    }
}
