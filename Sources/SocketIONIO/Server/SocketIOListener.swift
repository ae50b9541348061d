// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore

/// A place more where a server listens, until it is closed.
public final class SocketIOListener: Sendable {
    /// The port; nil where there is none.
    public var port: Int? { channels.first?.localAddress?.port }
    private let channels: [any Channel]

    init(channels: [any Channel]) { self.channels = channels }

    /// Stops listening there; connections that were made there stay.
    public func close() async {
        for channel in channels { try? await channel.close() }
    }
}
