// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// Plugins of every state, out of a roster.
@MainActor
final class MadeUpPlugins: PluginKeeping {
    let registry = PluginRegistry()
    var onFailure: (@MainActor (PluginListing) -> Void)?
    var onChange: (@MainActor () -> Void)?
    let broughtDown: [PluginListing] = []
    let isSafe = false
    private var roster: PluginRoster

    init() {
        var choices = PluginChoices()
        for module in ["Lonely", "Crashed", "Newer"] { choices.set(module, on: true) }
        choices.note(crashed: ["Crashed"])
        roster = PluginRoster(
            [
                Self.candidate("Loaded", .effect, path: nil), Self.candidate("Waits", .peerConnection, path: nil),
                Self.candidate("Off"), Self.candidate("Newer", api: 3), Self.candidate("Lonely", needs: "nobody"),
                Self.candidate("Crashed"),
                PluginCandidate(
                    content: .success(
                        PluginManifest(
                            module: "Writer",
                            name: LocalText("Writer"),
                            description: LocalText("Writes what it hears into a file for each day."),
                            kinds: [.callAddOn],
                            folder: "/own/files"
                        )
                    ),
                    path: nil,
                    isStandard: true
                ),
                PluginCandidate(
                    content: .failure(KeyFileError(line: 3, key: "Name", reason: "it is empty")),
                    path: "/own/broken.plugin",
                    isStandard: false
                ),
            ],
            choices: choices
        )
        while roster.next() != nil {}
        choices.set("Waits", on: false)
        roster.apply(choices, standard: ["Loaded", "Waits", "Writer"])
        while roster.next() != nil {}
    }

    var listings: [PluginListing] { roster.listings }

    func set(_ module: String, on isOn: Bool) -> Bool { true }

    private static func candidate(
        _ module: String,
        _ kind: PluginManifest.Kind = .callAddOn,
        needs: String = "",
        api: Int = 1,
        path: String? = "/own/x.plugin"
    ) -> PluginCandidate {
        let text = """
            [Plugin]
            Module=\(module)
            Name=\(module)
            Description=Does one thing or another, and needs two lines to say so.
            Authors=Ada
            Version=1.0
            Depends=\(needs)
            X-Joom-Api=\(api)
            X-Joom-Kind=\(kind.rawValue)
            """
        return PluginCandidate(
            content: Result { () throws(KeyFileError) in try PluginManifest(parsing: Array(text.utf8)) },
            path: path,
            isStandard: path == nil
        )
    }
}
