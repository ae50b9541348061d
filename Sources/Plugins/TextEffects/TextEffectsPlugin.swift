// SPDX-License-Identifier: GPL-3.0-or-later
public import PluginKit

/// Brings the effects that are described by text files: those that come with Joom, and the person's own.
public struct TextEffectsPlugin: Plugin {
    /// `text-effects`.
    public let name = "text-effects"

    /// Costs nothing: files are read when somebody asks.
    public init() {}

    /// Announces the folders of effects.
    public func register(in registry: inout PluginRegistry) {
        registry.effectSources.append(EffectFolders(EffectFolders.standard))
    }
}
