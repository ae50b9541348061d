// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import SocketIOCore

/// How a signalling server is to be.
public struct ServerConfiguration: Sendable {
    /// A name or address of this computer.
    public var host: String
    /// 1...65535, or 0 for any free port.
    public var port: Int
    /// Seats of a room; two where a seed's page is in it.
    public var capacity: Int
    /// What members are told for finding a path to each other.
    public var iceServers: [IceServer]
    /// What a browser gets; empty means that `/` says so.
    public var guestPage: GuestPage
    /// Heartbeat and limits.
    public var engine: EngineServerOptions

    /// Sets all but the address to the usual.
    public init(
        host: String = "127.0.0.1",
        port: Int = 3_000,
        capacity: Int = 4,
        iceServers: [IceServer] = [],
        guestPage: GuestPage = GuestPage(),
        engine: EngineServerOptions = EngineServerOptions()
    ) {
        self.host = host
        self.port = port
        self.capacity = capacity
        self.iceServers = iceServers
        self.guestPage = guestPage
        self.engine = engine
    }
}

/// Why a server could not start.
public enum ServerError: Error, Hashable, Sendable {
    /// Somebody listens there already.
    case portTaken(host: String, port: Int)
    /// The system lets only its administrator listen there.
    case notPermitted(host: String, port: Int)
    /// The host is no name or address of this computer.
    case badHost(String)
    /// Anything else, in the system's words.
    case failed(String)
}

extension ServerError: CustomStringConvertible {
    /// One sentence for a person who reads English.
    public var description: String {
        switch self {
        case .portTaken(let host, let port): "Port \(port) on \(host) is taken by another program."
        case .notPermitted(let host, let port): "The system does not permit to listen on port \(port) of \(host)."
        case .badHost(let host): "\(host) is not an address of this computer."
        case .failed(let reason): "The server could not start: \(reason)."
        }
    }
}
