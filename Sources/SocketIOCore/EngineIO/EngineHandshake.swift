// SPDX-License-Identifier: GPL-3.0-or-later

/// What the server says in its open packet (Engine.IO v4, "Handshake").
public struct EngineHandshake: Hashable, Sendable {
    /// The session from now on.
    public var sid: EngineSessionID
    /// Transports worth trying next; `["websocket"]` over long-polling, empty over WebSocket.
    public var upgrades: [String]
    /// From one heartbeat's end to the next ping; whole ms on the wire.
    public var pingInterval: Duration
    /// How long a pong may take; whole ms on the wire.
    public var pingTimeout: Duration
    /// The largest body the server takes, in bytes.
    public var maxPayload: Int

    /// Collects the five members.
    public init(
        sid: EngineSessionID,
        upgrades: [String],
        pingInterval: Duration,
        pingTimeout: Duration,
        maxPayload: Int
    ) {
        self.sid = sid
        self.upgrades = upgrades
        self.pingInterval = pingInterval
        self.pingTimeout = pingTimeout
        self.maxPayload = maxPayload
    }

    var json: JSONValue {
        [
            "sid": .string(sid.rawValue),
            "upgrades": .array(upgrades.map(JSONValue.string)),
            "pingInterval": .integer(pingInterval.milliseconds),
            "pingTimeout": .integer(pingTimeout.milliseconds),
            "maxPayload": .integer(Int64(maxPayload)),
        ]
    }

    init(json: JSONValue) throws(EngineError) {
        let day = 86_400_000
        guard let sid = json["sid"]?.string, !sid.isEmpty,
            let interval = json["pingInterval"]?.integer, (1...day).contains(interval),
            let timeout = json["pingTimeout"]?.integer, (1...day).contains(timeout)
        else { throw .badHandshake }
        self.init(
            sid: EngineSessionID(sid),
            upgrades: json["upgrades"]?.array?.compactMap(\.string) ?? [],
            pingInterval: .milliseconds(interval),
            pingTimeout: .milliseconds(timeout),
            maxPayload: max(1, json["maxPayload"]?.integer ?? 1_000_000)
        )
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
