// SPDX-License-Identifier: GPL-3.0-or-later
public import PluginKit

/// Media on GStreamer: capture, codecs, webrtcbin.
public struct GStreamerPlugin: Plugin {
    /// Makes the plugin; nothing is loaded before it is registered.
    public init() {}

    /// `gstreamer`.
    public var name: String { "gstreamer" }

    /// Provides the peer connections.
    public func register(in registry: inout PluginRegistry) {
        registry.peerConnections = GStreamerFactory()
    }
}
