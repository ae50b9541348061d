// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// What the program is called on the desktop, as `Product` has it.
public enum AppIdentity {
    /// Its id: window class, icon, bus name and settings.
    public static let id = Product.id
    /// Its name for people.
    public static let name = Product.name
    /// Its version.
    public static let version = Product.version
}
