// SPDX-License-Identifier: GPL-3.0-or-later

/// A part of Joom that can be left out or replaced: signalling, media, devices.
public protocol Plugin: Sendable {
    /// How the command line and Preferences call it, such as `gstreamer`.
    var name: String { get }

    /// What lists say of it; its module is `name`.
    var manifest: PluginManifest { get }

    /// Announces what the plugin brings.
    func register(in registry: inout PluginRegistry)
}

extension Plugin {
    /// Its name, and no more.
    public var manifest: PluginManifest { PluginManifest(module: name, name: LocalText(name)) }
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
    /// Has a person choose a screen to show.
    public var screenSource: (any ScreenSource)?
    /// Find effects; the lists of all of them are shown as one.
    public var effectSources: [any EffectSource] = []
    /// Hear what happens in calls.
    public var callWatchers: [any CallWatcher] = []
    /// Are there for the people in a call to do something together.
    public var callAddOns: [any CallAddOn] = []
    /// Take the encoded pictures and sound of a call, when a person says so.
    public var trackSinks: [any EncodedTrackSink] = []
    /// What each plugin brought, in order.
    private var parts: [(name: String, brought: PluginRegistry)] = []

    /// Names of the plugins that registered, in order.
    public var loaded: [String] { parts.map(\.name) }

    /// Starts without any.
    public init() {}

    /// Registers plugins in the order given.
    public init(_ plugins: [any Plugin]) {
        for plugin in plugins { load(plugin) }
    }

    /// Registers one more.
    public mutating func load(_ plugin: any Plugin) {
        var brought = PluginRegistry()
        plugin.register(in: &brought)
        parts.append((plugin.name, brought))
        take(brought)
    }

    /// Takes away what a plugin brought; the others' parts stay the same objects.
    public mutating func unload(_ name: String) {
        let rest = parts.filter { $0.name != name }
        self = PluginRegistry()
        parts = rest
        for part in rest { take(part.brought) }
    }

    /// Every extension point has its line here.
    private mutating func take(_ brought: PluginRegistry) {
        signaling = brought.signaling ?? signaling
        peerConnections = brought.peerConnections ?? peerConnections
        captureSources += brought.captureSources
        screenSource = brought.screenSource ?? screenSource
        effectSources += brought.effectSources
        callWatchers += brought.callWatchers
        callAddOns += brought.callAddOns
        trackSinks += brought.trackSinks
    }
}
