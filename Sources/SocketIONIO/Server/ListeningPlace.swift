// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import NIOCore
import NIOPosix

/// Where a server is found.
public enum ListeningPlace: Hashable, Sendable {
    /// A TCP port, 0 for any free one, of a name or address of this computer.
    case address(host: String, port: Int)
    /// A Unix socket, for a proxy on this computer: its owner and group may connect.
    case unixSocket(String)
    /// Sockets that somebody else opened, such as systemd; each listens already.
    case inherited([Int32])

    /// Listens.
    func listen(_ bootstrap: ServerBootstrap, on eventLoop: any EventLoop) async throws -> [any Channel] {
        switch self {
        case .address(let host, let port): return [try await bootstrap.bind(host: host, port: port).get()]
        case .unixSocket(let path):
            // A socket that nobody answers on is what an earlier run left behind.
            if await Self.isAnswered(path, eventLoop) { throw IOError(errnoCode: EADDRINUSE, reason: "bind") }
            let channel = try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
            guard chmod(path, 0o660) == 0 else { throw IOError(errnoCode: errno, reason: "chmod") }
            return [channel]
        case .inherited(let descriptors):
            var channels: [any Channel] = []
            for descriptor in descriptors { channels.append(try await bootstrap.withBoundSocket(descriptor).get()) }
            return channels
        }
    }

    private static func isAnswered(_ path: String, _ eventLoop: any EventLoop) async -> Bool {
        guard let channel = try? await ClientBootstrap(group: eventLoop).connect(unixDomainSocketPath: path).get()
        else {
            return false
        }
        try? await channel.close()
        return true
    }
}
