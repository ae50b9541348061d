// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Logging
import RedisRooms
import SignalingServer
import SocketIOCore
import SocketIONIO

/// What an operator wants, from all the places where it can be said.
struct ServerSettings {
    /// How lines on standard error look.
    enum LogFormat: String, CaseIterable {
        case text
        case json
    }

    /// Whom rooms are shared with.
    enum RedisAdapter: String, CaseIterable {
        /// Servers like this one.
        case joom
        /// Node servers with Socket.IO's Redis adapter.
        case classic
    }

    /// The server itself.
    var server = {
        var server = ServerConfiguration()
        // Rooms come here from people's own computers, and browsers with them.
        server.admitsMovedPages = true
        return server
    }()
    /// How long clients are let go for when the program is told to end.
    var drain = Duration.seconds(10)
    var logLevel = Logger.Level.notice
    var logFormat = LogFormat.text
    /// The files of the certificate; both or none.
    var certificate: String?
    var key: String?
    /// The STUN responder; needs port and name.
    var stunPort: Int?
    var stunHost: String?
    var stunName: String?
    /// The TURN servers; need a secret.
    var turn = TurnService(urls: [], secret: "")
    /// Where rooms are shared with other servers.
    var redis: RedisAddress?
    var redisAdapter = RedisAdapter.joom

    /// Follows one setting.
    ///
    /// - Throws: what is wrong with the value, to follow `name is value, but`.
    mutating func apply(_ setting: Setting, _ reader: SettingReader) throws(SettingError) {
        switch setting {
        case .host: server.host = try reader.filled("a name or address of this computer")
        case .port: server.port = try reader.number(0...65_535)
        case .unixSocket: server.place = .unixSocket(try reader.path())
        case .capacity: server.capacity = try reader.number(2...32)
        case .allowedOrigins: server.allowedOrigins = try reader.origins()
        case .trustedProxies: server.trustedProxies = try reader.ranges()
        case .metricsFrom: server.metricsReaders = try reader.ranges()
        case .drainSeconds: drain = .seconds(try reader.number(0...3_600))
        case .logLevel: logLevel = try reader.word(Logger.Level.self)
        case .logFormat: logFormat = try reader.word(LogFormat.self)
        case .certificate: certificate = try reader.path()
        case .key: key = try reader.path()
        case .stun: server.iceServers = try reader.stunServers()
        case .stunPort, .stunHost, .stunName, .turnURLs, .turnSecret, .turnSecretFile, .turnSeconds:
            try applyHelper(setting, reader)
        case .redisAdapter: redisAdapter = try reader.word(RedisAdapter.self)
        case .redisURL: redis = try reader.redis(try reader.filled(SettingReader.redisURL))
        case .redisURLFile: redis = try reader.redis(try reader.secret())
        case .messageBytes, .payloadBytes, .outboxBytes, .eventsPerSecond, .eventsBurst, .joinsPerSecond, .joinsBurst,
            .connectionsPerAddress, .connections, .sessions, .requestSeconds, .handshakeSeconds, .idleSeconds,
            .pingIntervalSeconds, .pingTimeoutSeconds:
            try applyLimit(setting, reader)
        }
    }

    private mutating func applyHelper(_ setting: Setting, _ reader: SettingReader) throws(SettingError) {
        switch setting {
        case .stunPort: stunPort = try reader.number(1...65_535)
        case .stunHost: stunHost = try reader.filled("a name or address of this computer")
        case .stunName: stunName = try reader.filled("the name or address under which members reach this computer")
        case .turnURLs: turn.urls = try reader.turnServers()
        case .turnSecret: turn.secret = try reader.filled("the static-auth-secret of the TURN server")
        case .turnSecretFile: turn.secret = try reader.secret()
        case .turnSeconds: turn.lifetime = .seconds(try reader.number(60...2_592_000))
        default: break
        }
    }

    private mutating func applyLimit(_ setting: Setting, _ reader: SettingReader) throws(SettingError) {
        switch setting {
        case .messageBytes: server.limits.messageBytes = try reader.number(4_096...10_000_000)
        case .payloadBytes: server.engine.limits.maximumPayload = try reader.number(8_192...100_000_000)
        case .outboxBytes: server.engine.maximumOutbox = try reader.number(8_192...1_000_000_000)
        case .eventsPerSecond: events.perSecond = try reader.number(0...100_000)
        case .eventsBurst: events.burst = try reader.number(1...1_000_000)
        case .joinsPerSecond: server.limits.joins.perSecond = try reader.number(0...100_000)
        case .joinsBurst: server.limits.joins.burst = try reader.number(1...1_000_000)
        case .connectionsPerAddress: server.limits.connectionsPerAddress = try reader.number(0...1_000_000)
        case .connections: server.limits.connections = try reader.number(10...1_000_000)
        case .sessions: server.limits.sessions = try reader.number(1...1_000_000)
        case .requestSeconds: server.limits.requestTimeout = .seconds(try reader.number(1...3_600))
        case .handshakeSeconds: server.limits.handshakeTimeout = .seconds(try reader.number(1...3_600))
        case .idleSeconds: server.limits.idleTimeout = .seconds(try reader.number(10...604_800))
        case .pingIntervalSeconds: server.engine.pingInterval = .seconds(try reader.number(1...3_600))
        case .pingTimeoutSeconds: server.engine.pingTimeout = .seconds(try reader.number(1...3_600))
        default: break
        }
    }

    private var events: RateLimit {
        get { server.limits.events ?? ServerLimits.events(seats: server.capacity) }
        set { server.limits.events = newValue }
    }

    /// What only all settings together can show.
    mutating func check() throws(SettingError) {
        switch (certificate, key) {
        case (let certificate?, let key?):
            server.certificates = CertificateFiles(certificate: certificate, key: key)
        case (nil, nil): break
        case (_?, nil), (nil, _?): throw SettingError(place: "tls", complaint: "needs both certificate and key")
        }
        try checkHelpers()
        try checkRedis()
        guard server.engine.limits.maximumPayload >= server.limits.messageBytes * 2 else {
            throw SettingError(
                place: "limits.payload_bytes",
                complaint: "has to be at least twice limits.message_bytes (\(server.limits.messageBytes)), or messages "
                    + "that are allowed do not fit"
            )
        }
        guard server.engine.maximumOutbox >= server.engine.limits.maximumPayload else {
            throw SettingError(
                place: "limits.outbox_bytes",
                complaint: "has to be at least limits.payload_bytes (\(server.engine.limits.maximumPayload))"
            )
        }
    }

    private mutating func checkRedis() throws(SettingError) {
        guard let redis else { return }
        guard RedisRoomStore.isAvailable else {
            #if Redis
            let reason = "libhiredis, which is not installed (Debian 12: libhiredis0.14, 13: libhiredis1.1.0)"
            #else
            let reason = "a joom-server that was built with it (trait Redis, meson's feature redis)"
            #endif
            throw SettingError(place: "redis", complaint: "needs \(reason)")
        }
        switch redisAdapter {
        case .joom: server.store = { RedisRoomStore(redis, node: $1, eventLoop: $0, logger: $2) }
        case .classic: server.neighbours = { RedisNeighbours(redis, name: $1, eventLoop: $0, logger: $2) }
        }
    }

    private mutating func checkHelpers() throws(SettingError) {
        switch (stunPort, stunName) {
        case (let port?, let name?): server.stun = StunService(host: stunHost ?? server.host, port: port, name: name)
        case (nil, nil): break
        case (_?, nil), (nil, _?): throw SettingError(place: "stun", complaint: "needs both port and name")
        }
        guard turn.urls.isEmpty == turn.secret.isEmpty else {
            throw SettingError(place: "turn", complaint: "needs both urls and secret (or secret_file)")
        }
        if !turn.urls.isEmpty { server.turn = turn }
    }
}
