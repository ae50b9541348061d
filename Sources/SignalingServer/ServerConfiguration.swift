// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import Logging
public import NIOCore
import RoomProtocol
public import SocketIOCore
public import SocketIONIO

/// How a signalling server is to be.
public struct ServerConfiguration: Sendable {
    /// A name or address of this computer.
    public var host: String
    /// 1...65535, or 0 for any free port.
    public var port: Int
    /// Where it is found instead: a Unix socket, or sockets that somebody opened.
    public var place: ListeningPlace?
    /// What it shows that it is who it is; nil for plain HTTP.
    public var certificates: CertificateFiles?
    /// Seats of a room; two where a seed's page is in it.
    public var capacity: Int
    /// What members are told for finding a path to each other.
    public var iceServers: [IceServer]
    /// Answers STUN beside; nil for not at all.
    public var stun: StunService?
    /// TURN servers for those whose routers let nothing else through.
    public var turn: TurnService?
    /// What a browser gets; empty means that `/` says so.
    public var guestPage: GuestPage
    /// Heartbeat, and the size of messages and of what waits to be read.
    public var engine: EngineServerOptions
    /// What strangers may do.
    public var limits = ServerLimits()
    /// Pages of other sites that may speak to the server, such as `https://example.org`; its own always may.
    public var allowedOrigins: Set<String> = []
    /// From other computers only rooms with a key can be entered, and none be made: this computer's are its own.
    public var invitesStrangers = false
    /// The guest page may follow its room's owner to another server: its policy lets it speak to any that has TLS.
    public var letsPagesFollow = false
    /// Pages that followed an owner here from `localhost` or an IP address may enter rooms whose key they have.
    public var admitsMovedPages = false
    /// Makes what this server shares its rooms with others through, on an event loop; nil for a server alone.
    public var store: (@Sendable (any EventLoop, NodeID, Logger) -> any RoomStore)?
    /// Makes what this server stands beside servers of another kind through; nil for not.
    public var neighbours: (@Sendable (any EventLoop, NodeID, Logger) -> any RoomNeighbours)?
    /// Whose `X-Forwarded-For` counts.
    public var trustedProxies: [AddressRange] = []

    /// Who may read `/metrics`.
    public var metricsReaders = ["127.0.0.0/8", "::1"].compactMap(AddressRange.init)

    /// How the layer below is to be.
    var sockets: SocketIOServerConfiguration {
        var sockets = SocketIOServerConfiguration(
            host: host,
            port: port,
            engine: engine,
            connectTimeout: limits.handshakeTimeout,
            requestTimeout: limits.requestTimeout,
            maximumSessions: limits.sessions
        )
        if let place { sockets.place = place }
        sockets.certificates = certificates
        sockets.maximumConnections = limits.connections
        sockets.connectionsPerAddress = limits.connectionsPerAddress
        let events = limits.events ?? ServerLimits.events(seats: capacity)
        sockets.eventRate = events
        sockets.frameRate = RateLimit(
            perSecond: events.perSecond * ServerLimits.framesPerEvent,
            burst: events.burst * ServerLimits.framesPerEvent
        )
        sockets.verbatimEvents = Set(RelayedValue.Kind.allCases.map(\.rawValue))
        sockets.origins = allowedOrigins.isEmpty ? .own : .named(allowedOrigins)
        sockets.admitsPagesOfComputers = admitsMovedPages
        sockets.proxies = trustedProxies
        sockets.tickInterval = min(.seconds(30), limits.idleTimeout / 2)
        return sockets
    }

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
    /// The certificate cannot be used.
    case badCertificate(CertificateError)
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
        case .badCertificate(let error): error.description
        case .failed(let reason): "The server could not start: \(reason)."
        }
    }
}
