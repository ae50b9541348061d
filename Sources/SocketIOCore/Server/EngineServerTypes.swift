// SPDX-License-Identifier: GPL-3.0-or-later

/// One HTTP request that waits for its answer; the transport numbers them.
public struct ExchangeID: Hashable, Sendable {
    /// The transport's number.
    public let rawValue: Int

    /// Wraps the transport's number.
    public init(_ rawValue: Int) { self.rawValue = rawValue }
}

/// One WebSocket connection; the transport numbers them.
public struct LinkID: Hashable, Sendable {
    /// The transport's number.
    public let rawValue: Int

    /// Wraps the transport's number.
    public init(_ rawValue: Int) { self.rawValue = rawValue }
}

/// Why a request gets no session or no service; the codes of the Node server.
public enum EngineRefusal: Int, Hashable, Sendable, CaseIterable {
    /// `transport` names none that we speak.
    case unknownTransport = 0
    /// `sid` names no session.
    case unknownSession = 1
    /// A session is opened by GET.
    case badHandshakeMethod = 2
    /// The request does not fit the session's state.
    case badRequest = 3
    /// The program above says no.
    case forbidden = 4
    /// `EIO` is not 4.
    case unsupportedProtocol = 5

    /// The sentence that clients know.
    public var message: String {
        switch self {
        case .unknownTransport: "Transport unknown"
        case .unknownSession: "Session ID unknown"
        case .badHandshakeMethod: "Bad handshake method"
        case .badRequest: "Bad request"
        case .forbidden: "Forbidden"
        case .unsupportedProtocol: "Unsupported protocol version"
        }
    }

    /// The HTTP status of a refusal over long-polling.
    public var status: Int {
        switch self {
        case .forbidden: 403
        case .unknownTransport, .unknownSession, .badHandshakeMethod, .badRequest, .unsupportedProtocol: 400
        }
    }
}

/// What an HTTP request of a session is answered with.
public enum EngineResponse: Hashable, Sendable {
    /// A poll's packets: 200, `text/plain; charset=UTF-8`.
    case payload([EnginePacket])
    /// A post was taken: 200, `ok`.
    case ok
    /// It was not.
    case refused(EngineRefusal)
}

/// Why a session ended.
public enum EngineCloseReason: Hashable, Sendable {
    /// The client said so.
    case clientClosed
    /// The program above said so.
    case serverClosed
    /// A ping was not answered in time.
    case pingTimeout
    /// The connection broke.
    case transportError
    /// The client sent what is no packet.
    case parseError(EngineError)
    /// The client broke a rule, such as two polls at once, a ping of its own, or packets without end.
    case protocolViolation
    /// The client reads more slowly than others write to it.
    case slowReader(bytes: Int, limit: Int)
}

/// Times and limits of a session.
public struct EngineServerOptions: Hashable, Sendable {
    /// From open or the last pong to the next ping.
    public var pingInterval: Duration
    /// How long a pong may take.
    public var pingTimeout: Duration
    /// How long an upgrade may take before it is given up.
    public var upgradeTimeout: Duration
    /// How long the last word of a closed session is kept for the next poll.
    public var farewellTimeout: Duration
    /// What strangers may send.
    public var limits: ProtocolLimits

    /// Unsent bytes at which a slow reader is dropped: Node has no such limit, and a room could eat its memory.
    public var maximumOutbox: Int

    /// How long a poll is held while an upgrade is under way; longer would stall the client (socketioxide#479).
    public static let pollRelease = Duration.milliseconds(100)

    /// Packets in one poll's answer; python-engineio takes no more and drops the connection.
    public static let packetsPerPoll = 16

    /// Sets times and limits; the defaults are those of the Node server, and an outbox of four payloads.
    public init(
        pingInterval: Duration = .seconds(25),
        pingTimeout: Duration = .seconds(20),
        upgradeTimeout: Duration = .seconds(10),
        farewellTimeout: Duration = .seconds(30),
        limits: ProtocolLimits = ProtocolLimits(),
        maximumOutbox: Int? = nil
    ) {
        self.pingInterval = pingInterval
        self.pingTimeout = pingTimeout
        self.upgradeTimeout = upgradeTimeout
        self.farewellTimeout = farewellTimeout
        self.limits = limits
        self.maximumOutbox = maximumOutbox ?? limits.maximumPayload * 4
    }
}
