// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// What the program is called on the desktop; with `Product`, the one place, so that a new name costs minutes.
public enum AppIdentity {
    /// Its id: window class, icon and bus name.
    public static let id = "org.joom.Joom"
    /// Its name for people.
    public static let name = Product.name
    /// Its version.
    public static let version = Product.version
}
