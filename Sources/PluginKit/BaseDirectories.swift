// SPDX-License-Identifier: GPL-3.0-or-later

/// Where a person's files are (XDG Base Directory Specification, 0.8).
public struct BaseDirectories: Hashable, Sendable {
    /// The person's own.
    public let home: String
    /// What a person chose: `$XDG_CONFIG_HOME`.
    public let config: String
    /// What a person has: `$XDG_DATA_HOME`.
    public let data: String
    /// What a program knows without being told: `$XDG_STATE_HOME`.
    public let state: String

    /// Reads an environment; paths that are not absolute count as not there.
    ///
    /// - Parameters:
    ///   - environment: variables by name.
    ///   - home: the person's directory where `HOME` does not say it.
    public init(environment: [String: String], home: String) {
        func directory(_ variable: String) -> String? {
            environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        let home = directory("HOME") ?? home
        self.home = home
        config = directory("XDG_CONFIG_HOME") ?? home + "/.config"
        data = directory("XDG_DATA_HOME") ?? home + "/.local/share"
        state = directory("XDG_STATE_HOME") ?? home + "/.local/state"
    }
}
