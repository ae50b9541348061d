// SPDX-License-Identifier: GPL-3.0-or-later
public import PluginKit

/// A whole call without a network, a media engine or a device: made-up cameras, and an echo in every room.
///
/// For "Test call", for work on the window, and for tests of everything above the plugins.
public struct DummyPlugin: Plugin {
    /// `dummy`.
    public let name = "dummy"

    /// Brings signalling, media and devices.
    public init() {}

    /// What lists say of it.
    public var manifest: PluginManifest {
        PluginManifest(
            module: name,
            name: LocalText("Make-Believe", translations: ["ko": "연습용 통화"]),
            description: LocalText(
                "Calls without a network, with made-up devices and an echo in every room, for trying things out.",
                translations: ["ko": "네트워크 없이 가상의 장치와 메아리로 통화해 봅니다. 시험해 볼 때 씁니다."]
            ),
            kinds: [.signaling, .peerConnection, .captureSource]
        )
    }

    /// Announces all three.
    public func register(in registry: inout PluginRegistry) {
        let media = DummyLocalMedia()
        registry.signaling = DummySignaling()
        registry.peerConnections = DummyPeerConnectionFactory(media: media)
        registry.captureSources.append(DummyDevices())
        registry.screenSource = DummyScreen()
    }
}
