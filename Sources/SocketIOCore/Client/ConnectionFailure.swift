// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a client has no connection.
public enum ConnectionFailure: Error, Hashable, Sendable {
    /// The server's name leads nowhere.
    case unknownHost(String)
    /// Nobody listens there, or the network does not lead there.
    case refused(String)
    /// There was no answer in time.
    case timeout
    /// What answers does not speak Engine.IO v4 and Socket.IO v5.
    case notSocketIO(String)
    /// Its certificate is not to be trusted.
    case untrusted(String)
    /// Its certificate is not the one that was named beforehand: another server, or somebody in between.
    case wrongCertificate(String)
    /// The connection was there and broke.
    case lost(String)
}

extension ConnectionFailure {
    /// The same, of a server that did speak Socket.IO: it forgot the session, most likely because it was restarted.
    var inSession: ConnectionFailure {
        guard case .notSocketIO(let reason) = self else { return self }
        return .lost(reason)
    }
}
