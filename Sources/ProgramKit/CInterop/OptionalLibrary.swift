// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// A library that a program can do without.
public enum OptionalLibrary {
    /// Whether the loader finds it, by one of its names with the number of its ABI; on any thread.
    public static func isInstalled(_ names: [String]) -> Bool {
        names.contains { name in
            guard let handle = dlopen(name, RTLD_LAZY | RTLD_LOCAL) else { return false }
            dlclose(handle)
            return true
        }
    }
}
