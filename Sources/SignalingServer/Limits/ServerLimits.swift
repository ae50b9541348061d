// SPDX-License-Identifier: GPL-3.0-or-later
public import SocketIOCore

/// How much a server takes from strangers; the table in docs/server.md lists the same values.
public struct ServerLimits: Hashable, Sendable {
    /// Largest description or candidate, in bytes of JSON.
    public var messageBytes = 65_536
    /// How fast one client's events may come; nil for `events(seats:)`.
    public var events: RateLimit?
    /// How fast the people behind one address may ask for seats.
    public var joins = RateLimit(perSecond: 2, burst: 100)
    /// How many connections, and how many sessions, one address may have; 0 for any number.
    public var connectionsPerAddress = 200
    /// How many connections there may be; over long-polling a session has two.
    public var connections = 50_000
    /// How many sessions there may be.
    public var sessions = 20_000
    /// How long a request may take to arrive, and a connection may stay without one.
    public var requestTimeout: Duration = .seconds(30)
    /// How long a client may stay before it enters the namespace.
    public var handshakeTimeout: Duration = .seconds(45)
    /// How long a client may stay without being in a room or saying anything.
    public var idleTimeout: Duration = .seconds(3_600)

    /// Sets all to the usual.
    public init() {}

    /// What the events of a call's start fit into.
    ///
    /// To each of the others a joiner sends an offer or answer and its candidates: 20 to 40 of them on a computer with
    /// a VPN and IPv6. Twice that comes at once when a network changes.
    public static func events(seats: Int) -> RateLimit { RateLimit(perSecond: 50, burst: 100 + 100 * seats) }

    /// A description may come in many frames, and pongs come too.
    static let framesPerEvent = 4
}
