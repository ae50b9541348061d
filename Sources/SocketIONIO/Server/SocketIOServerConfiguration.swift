// SPDX-License-Identifier: GPL-3.0-or-later
public import SocketIOCore

/// Where a server listens and what it puts up with.
public struct SocketIOServerConfiguration: Hashable, Sendable {
    /// A name or address of this computer.
    public var host: String
    /// 1...65535, or 0 for any free port.
    public var port: Int
    /// Times and limits of a session.
    public var engine: EngineServerOptions
    /// How long a client may stay without asking for a namespace.
    public var connectTimeout: Duration
    /// How long an HTTP connection may take to bring a complete request.
    public var requestTimeout: Duration
    /// How many sessions are held at once; beyond it new ones are refused.
    public var maximumSessions: Int

    /// Sets all but the address to what a server on the internet wants.
    public init(
        host: String,
        port: Int,
        engine: EngineServerOptions = EngineServerOptions(),
        connectTimeout: Duration = .seconds(45),
        requestTimeout: Duration = .seconds(30),
        maximumSessions: Int = 20_000
    ) {
        self.host = host
        self.port = port
        self.engine = engine
        self.connectTimeout = connectTimeout
        self.requestTimeout = requestTimeout
        self.maximumSessions = maximumSessions
    }
}

/// The program above a Socket.IO server; all calls come on the server's event loop.
public protocol SocketIOApplication: AnyObject {
    /// A client is in the main namespace.
    func clientConnected(_ client: SocketClient)

    /// Something happened at a client; a number asks for `SocketClient.acknowledge`.
    func received(_ event: SocketEvent, ack: Int?, from client: SocketClient)

    /// A client is gone; what is emitted to it now is dropped.
    func clientDisconnected(_ client: SocketClient)

    /// Answers a request outside of Socket.IO, with GET or HEAD.
    func respond(to request: HTTPRequest) -> HTTPResponse
}
