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

    /// Provides the peer connections.
    public func register(in registry: inout PluginRegistry) {
        registry.peerConnections = GStreamerFactory(portal: portal)
    }
}
