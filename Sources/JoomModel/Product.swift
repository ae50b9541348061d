// SPDX-License-Identifier: GPL-3.0-or-later

/// What the programs call themselves; a rename happens here, and data/ takes it from here (build-aux/product).
public enum Product {
    /// The name that people see.
    public static let name = "Joom"
    /// The version of all programs, which are built and released together.
    public static let version = "0.1.0"
    /// The id of a released Joom, and the name of its D-Bus interface in every profile.
    public static let releaseID = "org.joom.Joom"
    /// Where people find Joom: the address that a description of the program leads to.
    public static let website = "https://joom.org"

    #if JOOM_DEVELOPMENT
    /// Built with the development profile: it has an id of its own, so that it runs beside a released Joom.
    public static let isDevelopment = true
    #else
    /// Built with the development profile: it has an id of its own, so that it runs beside a released Joom.
    public static let isDevelopment = false
    #endif

    /// The id on the desktop: window class, icon, bus name and settings.
    public static let id = isDevelopment ? releaseID + ".Devel" : releaseID
}
