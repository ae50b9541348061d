// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit

/// Finds peers through a server that speaks Protocol.md: Joom's own, or the seed's.
public struct SocketIOSignalingPlugin: Plugin {
    /// `socketio`.
    public let name = "socketio"

    /// Makes the plugin.
    public init() {}

    /// What lists say of it.
    public var manifest: PluginManifest {
        PluginManifest(
            module: name,
            name: LocalText("Rooms on Servers", translations: ["ko": "서버의 방"]),
            description: LocalText(
                "Finds people in rooms of Joom servers, by Socket.IO.",
                translations: ["ko": "Joom 서버의 방에 있는 사람들을 Socket.IO로 찾습니다."]
            ),
            kinds: [.signaling]
        )
    }

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

    /// Begins to connect to a server, to watch rooms of it.
    public func makeWatcher(at server: ServerAddress) -> (any RoomWatcher)? { SocketIORoomWatcher(server: server) }
}
