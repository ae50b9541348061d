// SPDX-License-Identifier: GPL-3.0-or-later
public import PluginKit

/// Brings the effects that are described by text files: those that come with Joom, and the person's own.
public struct TextEffectsPlugin: Plugin {
    /// `text-effects`.
    public let name = "text-effects"

    private let elements: Set<String>

    /// Costs nothing: files are read when somebody asks.
    ///
    /// - Parameter elements: those that effects may use besides ours, because the person allows it.
    public init(allowing elements: Set<String> = []) { self.elements = elements }

    /// What lists say of it.
    public var manifest: PluginManifest {
        PluginManifest(
            module: name,
            name: LocalText("Effects from Files", translations: ["ko": "파일에 적힌 효과"]),
            description: LocalText(
                "Brings the effects that come with Joom, and your own.",
                translations: ["ko": "Joom에 딸린 효과와 내가 만든 효과를 가져옵니다."]
            ),
            kinds: [.effect]
        )
    }

    /// Announces the folders of effects.
    public func register(in registry: inout PluginRegistry) {
        registry.effectSources.append(EffectFolders(EffectFolders.standard, allowing: elements))
    }
}
