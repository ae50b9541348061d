// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk

/// Where a person keeps their files (xdg-user-dirs).
public enum UserFolder {
    /// The folder for what was saved without being asked where; the home folder where there is none.
    public static var downloads: String {
        let folder = g_get_user_special_dir(G_USER_DIRECTORY_DOWNLOAD) ?? g_get_home_dir()
        return folder.map { String(cString: $0) } ?? "/"
    }
}
