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

    /// Announces all three.
    public func register(in registry: inout PluginRegistry) {
        let media = DummyLocalMedia()
        registry.signaling = DummySignaling()
        registry.peerConnections = DummyPeerConnectionFactory(media: media)
        registry.captureSources.append(DummyDevices())
    }
}
