// SPDX-License-Identifier: GPL-3.0-or-later

/// Everything an operator can set; the raw value is its place in the file, and its name after `--set`.
///
/// The environment variable has the same name in capitals: `JOOM_LIMITS_SESSIONS` is `limits.sessions`.
enum Setting: String, CaseIterable {
    case host
    case port
    case unixSocket = "unix_socket"
    case capacity
    case allowedOrigins = "allowed_origins"
    case trustedProxies = "trusted_proxies"
    case metricsFrom = "metrics_from"
    case drainSeconds = "drain_seconds"
    case logLevel = "log.level"
    case logFormat = "log.format"
    case certificate = "tls.certificate"
    case key = "tls.key"
    case stun = "ice.stun"
    case stunPort = "stun.port"
    case stunHost = "stun.host"
    case stunName = "stun.name"
    case turnURLs = "turn.urls"
    case turnSecret = "turn.secret"
    case turnSecretFile = "turn.secret_file"
    case turnSeconds = "turn.seconds"
    case redisURL = "redis.url"
    case redisURLFile = "redis.url_file"
    case redisAdapter = "redis.adapter"
    case messageBytes = "limits.message_bytes"
    case payloadBytes = "limits.payload_bytes"
    case outboxBytes = "limits.outbox_bytes"
    case eventsPerSecond = "limits.events_per_second"
    case eventsBurst = "limits.events_burst"
    case joinsPerSecond = "limits.joins_per_second"
    case joinsBurst = "limits.joins_burst"
    case connectionsPerAddress = "limits.connections_per_address"
    case connections = "limits.connections"
    case sessions = "limits.sessions"
    case requestSeconds = "limits.request_seconds"
    case handshakeSeconds = "limits.handshake_seconds"
    case idleSeconds = "limits.idle_seconds"
    case pingIntervalSeconds = "limits.ping_interval_seconds"
    case pingTimeoutSeconds = "limits.ping_timeout_seconds"

    /// The name of the environment variable.
    var variable: String { "JOOM_" + rawValue.uppercased().replacing(".", with: "_") }

    /// What says the same in another way: a stronger source's word on one of them is its word on all.
    var rivals: [Setting] {
        switch self {
        case .host, .port: [.unixSocket]
        case .unixSocket: [.host, .port]
        case .turnSecret: [.turnSecretFile]
        case .turnSecretFile: [.turnSecret]
        case .redisURL: [.redisURLFile]
        case .redisURLFile: [.redisURL]
        default: []
        }
    }

    /// The setting that somebody meant who wrote another name; nil when nothing is near.
    static func nearest(to name: String) -> Setting? {
        allCases.map { (setting: $0, distance: distance($0.rawValue, name)) }
            .filter { $0.distance <= max(2, name.count / 3) }
            .min { $0.distance < $1.distance }?.setting
    }

    /// How many letters have to be put in, taken out or changed (Levenshtein).
    private static func distance(_ one: String, _ other: String) -> Int {
        let letters = Array(other)
        var row = Array(0...letters.count)
        for (number, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = number + 1
            for (index, candidate) in letters.enumerated() {
                let above = row[index + 1]
                row[index + 1] = min(above + 1, row[index] + 1, diagonal + (letter == candidate ? 0 : 1))
                diagonal = above
            }
        }
        return row[letters.count]
    }
}

/// A value as it was written down.
enum SettingValue: Hashable {
    /// From the environment or the command line, where everything is text.
    case text(String)
    /// A string in a file.
    case string(String)
    /// A whole number in a file.
    case integer(Int)
    /// A list of strings in a file.
    case list([String])
    /// Anything else in a file, in words.
    case other(String)

    /// As a person reads it.
    var shown: String {
        switch self {
        case .text(let text), .string(let text): "\"\(text)\""
        case .integer(let number): "\(number)"
        case .list(let items): "[\(items.map { "\"\($0)\"" }.joined(separator: ", "))]"
        case .other(let words): words
        }
    }
}

/// Something in an operator's configuration that cannot be followed.
struct SettingError: Error, Hashable, CustomStringConvertible {
    /// Where it was written: a file, a variable, an option.
    let place: String
    /// What is wrong, and what would be right.
    let complaint: String

    var description: String { "\(place): \(complaint)\(complaint.hasSuffix("?") ? "" : ".")" }
}
