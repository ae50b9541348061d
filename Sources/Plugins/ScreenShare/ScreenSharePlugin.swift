// SPDX-License-Identifier: GPL-3.0-or-later
public import PluginKit

/// Lets a person show a screen or a window to the others, by the desktop's portal.
public struct ScreenSharePlugin: Plugin {
    /// `screen-share`.
    public let name = "screen-share"

    private let directories: BaseDirectories

    /// Costs nothing: the desktop is asked when a person wants to share.
    ///
    /// - Parameter directories: where a choice is remembered that the person wanted to be.
    public init(_ directories: BaseDirectories) { self.directories = directories }

    /// What lists say of it.
    public var manifest: PluginManifest {
        PluginManifest(
            module: name,
            name: LocalText("Screen Sharing", translations: ["ko": "화면 공유"]),
            description: LocalText(
                "Shows a screen or a window to the others, in the camera's place.",
                translations: ["ko": "카메라 대신 화면이나 창을 다른 사람에게 보여 줍니다."]
            ),
            kinds: [.captureSource]
        )
    }

    /// Announces the portal.
    public func register(in registry: inout PluginRegistry) {
        registry.screenSource = PortalScreens(RestoreToken(directories))
    }
}
