// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit

/// Finds peers through a server that speaks Protocol.md: Joom's own, or the seed's.
public struct SocketIOSignalingPlugin: Plugin {
    /// `socketio`.
    public let name = "socketio"

    /// Makes the plugin.
    public init() {}

    /// Brings signalling.
    public func register(in registry: inout PluginRegistry) {
        registry.signaling = SocketIOSignalingProvider()
    }
}

/// Opens channels over Socket.IO.
public struct SocketIOSignalingProvider: SignalingProvider {
    /// Makes a provider.
    public init() {}

    /// Begins to connect to a server, over WebSocket or long-polling.
    public func makeChannel(to server: ServerAddress) -> any SignalingChannel {
        SocketIOSignalingChannel(server: server)
    }
}
