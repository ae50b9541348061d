// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore

/// A place more where a server listens, until it is closed.
public final class SocketIOListener: Sendable {
    /// The port; nil where there is none.
    public var port: Int? { channels.first?.localAddress?.port }
    private let channels: [any Channel]
    private let hub: NIOLoopBound<ServerHub>

    init(channels: [any Channel], hub: NIOLoopBound<ServerHub>) {
        self.channels = channels
        self.hub = hub
    }

    /// Stops listening there, and ends the connections of those who came there; the others stay.
    public func close() async {
        for channel in channels { try? await channel.close() }
        let (channels, hub) = (channels, hub)
        guard let eventLoop = channels.first?.eventLoop else { return }
        _ = try? await eventLoop.submit {
            for connection in hub.value.connections.values
            where channels.contains(where: { $0 === connection.parent }) {
                connection.close(promise: nil)
            }
        }.get()
    }
}
