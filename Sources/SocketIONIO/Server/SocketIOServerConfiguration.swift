// SPDX-License-Identifier: GPL-3.0-or-later
public import SocketIOCore

/// Where a server listens and what it puts up with.
public struct SocketIOServerConfiguration: Hashable, Sendable {
    /// Where it is found.
    public var place: ListeningPlace
    /// What it shows that it is who it is; nil for plain HTTP.
    public var certificates: CertificateFiles?
    /// Times and limits of a session.
    public var engine: EngineServerOptions
    /// How long a client may stay without asking for a namespace.
    public var connectTimeout: Duration
    /// How long an HTTP connection may take to bring a complete request.
    public var requestTimeout: Duration
    /// How many sessions are held at once; beyond it new ones are refused.
    public var maximumSessions: Int
    /// How many connections are held at once; beyond it new ones are closed.
    public var maximumConnections = 50_000
    /// How many connections, and how many sessions, one address may have (IPv6: 64 bits of it); 0 for any number.
    public var connectionsPerAddress = 0
    /// How fast the frames of one WebSocket, or a session's packets over long-polling, may come; who goes on and on is
    /// closed.
    public var frameRate = RateLimit.none
    /// How fast a session's events may come; the application asks `SocketClient.countEvent`.
    public var eventRate = RateLimit.none
    /// Whose `X-Forwarded-For` counts.
    public var proxies: [AddressRange] = []
    /// Events whose first argument the application passes on without looking into it.
    public var verbatimEvents: Set<String> = []
    /// How often the application hears `tick`.
    public var tickInterval = Duration.seconds(30)
    /// Where Socket.IO is spoken; with a slash at both ends.
    public var path = "/socket.io/"
    /// Where Engine.IO is spoken with nothing above it, in the form of `path`; nil for nowhere.
    public var messagePath: String?
    /// The namespaces that a client may ask for.
    public var namespaces: Set<SocketNamespace> = [.root]
    /// The pages that may speak to the server.
    public var origins = OriginPolicy.own
    /// Pages of `localhost` and of IP addresses may speak to it over WebSocket, whatever `origins` says; the application is told
    /// by `SocketClient.isForeignPage`.
    public var admitsPagesOfComputers = false

    /// Sets all but the address to what a server on the internet wants.
    public init(
        host: String,
        port: Int,
        engine: EngineServerOptions = EngineServerOptions(),
        connectTimeout: Duration = .seconds(45),
        requestTimeout: Duration = .seconds(30),
        maximumSessions: Int = 20_000
    ) {
        place = .address(host: host, port: port)
        self.engine = engine
        self.connectTimeout = connectTimeout
        self.requestTimeout = requestTimeout
        self.maximumSessions = maximumSessions
    }
}

/// Which pages may speak to a server; programs that are no browsers always may.
public enum OriginPolicy: Hashable, Sendable {
    /// Those that came from this server, or look so.
    case own
    /// Those too that came from these, written as browsers write an `Origin`: `https://example.org`, in small letters.
    case named(Set<String>)
    /// Those of every site: answers say so (CORS) and no `Origin` is refused.
    case all

    /// What an answer says about the page that asked (Fetch standard, "CORS protocol").
    func headers(for origin: String?) -> [HTTPResponse.Header] {
        switch self {
        case .own: return []
        case .named(let names):
            let varies = HTTPResponse.Header("Vary", "Origin")
            guard let origin, names.contains(origin.lowercased()) else { return [varies] }
            return [varies, HTTPResponse.Header("Access-Control-Allow-Origin", origin)]
        case .all: return [HTTPResponse.Header("Access-Control-Allow-Origin", "*")]
        }
    }
}

/// The program above a Socket.IO server; all calls come on the server's event loop.
public protocol SocketIOApplication: AnyObject {
    /// A client is in a namespace; it knows that already.
    func clientConnected(_ client: SocketClient)

    /// Something happened at a client; a number asks for `SocketClient.acknowledge`.
    func received(_ event: SocketEvent, ack: Int?, from client: SocketClient)

    /// A client has left its namespace; what is emitted to it now is dropped.
    func clientDisconnected(_ client: SocketClient)

    /// A message came at `SocketIOServerConfiguration.messagePath`; ignored unless implemented.
    func received(_ message: EngineMessage, from client: EngineMessageClient)

    /// Some time has passed: `SocketIOServerConfiguration.tickInterval`; ignored unless implemented.
    func tick()

    /// Answers a request outside of Socket.IO, with GET or HEAD.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - status: how the server is doing.
    /// - Returns: the answer.
    func respond(to request: HTTPRequest, status: ServerStatus) -> HTTPResponse

    /// The server is going to stop: every client is let go within this time.
    func draining(over time: Duration)
}

extension SocketIOApplication {
    /// Says nothing.
    public func draining(over time: Duration) {}

    /// Does nothing.
    public func tick() {}

    /// Ignores it.
    public func received(_ message: EngineMessage, from client: EngineMessageClient) {}
}
