// SPDX-License-Identifier: GPL-3.0-or-later

/// A part of Joom that can be left out or replaced: signalling, media, devices.
public protocol Plugin: Sendable {
    /// How the command line and Preferences call it, such as `gstreamer`.
    var name: String { get }

    /// Announces what the plugin brings.
    func register(in registry: inout PluginRegistry)
}

/// Everything that plugins bring, by extension point.
///
/// The last plugin to register a point provides it.
public struct PluginRegistry: Sendable {
    /// Finds peers.
    public var signaling: (any SignalingProvider)?
    /// Talks to peers.
    public var peerConnections: (any PeerConnectionFactory)?
    /// Finds devices; the lists of all of them are shown as one.
    public var captureSources: [any CaptureSource] = []
    /// Find effects; the lists of all of them are shown as one.
    public var effectSources: [any EffectSource] = []
    /// Names of the plugins that registered, in order.
    public private(set) var loaded: [String] = []

    /// Starts without any.
    public init() {}

    /// Registers plugins in the order given.
    public init(_ plugins: [any Plugin]) {
        for plugin in plugins { load(plugin) }
    }

    /// Registers one more.
    public mutating func load(_ plugin: any Plugin) {
        plugin.register(in: &self)
        loaded.append(plugin.name)
    }
}
