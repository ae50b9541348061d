// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk

/// Where a person keeps their files (xdg-user-dirs).
public enum UserFolder {
    /// The folder for what was saved without being asked where; the home folder where there is none.
    public static var downloads: String {
        let folder = g_get_user_special_dir(G_USER_DIRECTORY_DOWNLOAD) ?? g_get_home_dir()
        return folder.map { String(cString: $0) } ?? "/"
    }

    /// Has the desktop show a folder in its program for files.
    ///
    /// - Parameters:
    ///   - path: the folder.
    ///   - tell: whether some program took it; told once.
    @MainActor
    public static func open(_ path: String, then tell: @escaping @MainActor (Bool) -> Void) {
        guard let uri = g_filename_to_uri(path, nil, nil) else { return tell(false) }
        defer { g_free(uri) }
        g_app_info_launch_default_for_uri_async(
            uri,
            nil,
            nil,
            { _, result, data in
                guard let data else { return }
                let isTaken = g_app_info_launch_default_for_uri_finish(result, nil) != 0
                let answer = Unmanaged<FolderAnswer>.fromOpaque(data).takeRetainedValue()
                MainActor.assumeIsolated { answer.tell(isTaken) }
            },
            Unmanaged.passRetained(FolderAnswer(tell)).toOpaque()
        )
    }
}

@MainActor
private final class FolderAnswer: Sendable {
    let tell: @MainActor (Bool) -> Void

    init(_ tell: @escaping @MainActor (Bool) -> Void) { self.tell = tell }
}
