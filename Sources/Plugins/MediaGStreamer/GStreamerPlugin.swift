// SPDX-License-Identifier: GPL-3.0-or-later
public import GLibKit
public import PluginKit

/// Media on GStreamer: capture, codecs, webrtcbin.
public struct GStreamerPlugin: Plugin {
    private let portal: CameraPortal?

    /// Makes the plugin; nothing is loaded before it is registered.
    ///
    /// - Parameter portal: through which cameras are opened in a sandbox.
    public init(portal: CameraPortal? = nil) {
        self.portal = portal
    }

    /// `gstreamer`.
    public var name: String { "gstreamer" }

    /// What lists say of it.
    public var manifest: PluginManifest {
        PluginManifest(
            module: name,
            name: LocalText("Sound and Video", translations: ["ko": "소리와 영상"]),
            description: LocalText(
                "Captures, encodes, sends and shows, with GStreamer and WebRTC.",
                translations: ["ko": "GStreamer와 WebRTC로 촬영하고 인코딩하여 보내고 보여 줍니다."]
            ),
            kinds: [.peerConnection]
        )
    }

    /// Provides the peer connections.
    public func register(in registry: inout PluginRegistry) {
        registry.peerConnections = GStreamerFactory(portal: portal)
    }
}
