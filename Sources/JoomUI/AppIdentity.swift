// SPDX-License-Identifier: GPL-3.0-or-later

/// What the program is called; the one place, so that a new name costs minutes.
public enum AppIdentity {
    /// Its id on the desktop: window class, icon and bus name.
    public static let id = "org.joom.Joom"
    /// Its name for people.
    public static let name = "Joom"
    /// Its version.
    public static let version = "0.1.0"
    /// Where it comes from.
    public static let website = "https://joom.example.org"
}
