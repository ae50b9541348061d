// SPDX-License-Identifier: GPL-3.0-or-later

/// What the programs call themselves; a rename happens here.
public enum Product {
    /// The name that people see.
    public static let name = "Joom"
    /// The version of all programs, which are built and released together.
    public static let version = "0.1.0"
}
