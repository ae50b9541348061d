// SPDX-License-Identifier: GPL-3.0-or-later
import DummyPlugin
import PluginKit

/// Which plugins there are; the only place that names them.
enum Plugins {
    /// Those that are used unless the command line says otherwise, in the order they register.
    private static let standard: [any Plugin] = []

    /// Those that are used only when the command line names them.
    private static let onRequest: [any Plugin] = [DummyPlugin()]

    /// What the command line can name.
    static var names: [String] { (standard + onRequest).map(\.name) }

    static func named(_ name: String) -> (any Plugin)? {
        (standard + onRequest).first { $0.name == name }
    }

    /// Registers the standard ones, or only those that were named.
    static func registry(_ names: [String]) -> PluginRegistry {
        let chosen = names.compactMap(named)
        return PluginRegistry(chosen.isEmpty ? standard : chosen)
    }
}
