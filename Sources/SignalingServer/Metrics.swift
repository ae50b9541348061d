// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIONIO

/// What happened since the start, in numbers; nobody's names and nobody's words.
struct RoomCounters: Sendable {
    /// Seats given.
    var joins = 0
    /// Events passed on, counted once however many heard them.
    var relayed = 0
    /// Events refused, by code.
    var refused: [String: Int] = [:]
    /// Clients closed for going too fast.
    var tooFast = 0
}

/// The text that Prometheus reads (exposition format 0.0.4).
struct MetricsText {
    private(set) var text = ""

    /// What goes up and down.
    mutating func gauge(_ name: String, _ help: String, _ value: Int) {
        header(name, help, "gauge")
        text += "\(name) \(value)\n"
    }

    /// What only goes up.
    mutating func counter(_ name: String, _ help: String, _ value: Int) {
        header(name, help, "counter")
        text += "\(name) \(value)\n"
    }

    /// What only goes up, split by a label whose values are our own words.
    mutating func counter(_ name: String, _ help: String, by label: String, _ values: [String: Int]) {
        header(name, help, "counter")
        for (word, value) in values.sorted(by: { $0.key < $1.key }) {
            text += "\(name){\(label)=\"\(word)\"} \(value)\n"
        }
    }

    private mutating func header(_ name: String, _ help: String, _ kind: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    /// Everything there is to say; nothing of a store where `isStoreConnected` is nil, and of STUN where `isStunUp` is.
    static func write(
        _ counters: RoomCounters,
        rooms: Int,
        members: Int,
        isStoreConnected: Bool?,
        isStunUp: Bool?,
        status: ServerStatus
    ) -> String {
        var text = MetricsText()
        text.gauge("joom_connections", "Open TCP and Unix connections.", status.connections)
        text.gauge("joom_sessions", "Open Engine.IO sessions.", status.sessions)
        text.gauge("joom_websockets", "Open WebSockets.", status.webSockets)
        text.gauge("joom_rooms", "Rooms that somebody is in.", rooms)
        text.gauge("joom_members", "Seats that are taken by clients of this server.", members)
        text.gauge("joom_draining", "1 while the server lets its clients go.", status.isStopping ? 1 : 0)
        if let isStoreConnected {
            text.gauge("joom_redis_connected", "0 while rooms are decided without Redis.", isStoreConnected ? 1 : 0)
        }
        if let isStunUp { text.gauge("joom_stun_up", "0 while STUN is not answered.", isStunUp ? 1 : 0) }
        text.counter("joom_joins_total", "Seats given.", counters.joins)
        text.counter("joom_relayed_total", "Offers, answers, candidates and the like passed on.", counters.relayed)
        text.counter("joom_refused_total", "Events refused.", by: "code", counters.refused)
        text.counter("joom_too_fast_total", "Clients closed for going too fast.", counters.tooFast)
        text.counter(
            "joom_refused_connections_total",
            "Connections closed at once: their address or the server had enough.",
            status.refusedConnections
        )
        text.counter("joom_closed_total", "Sessions that ended.", by: "reason", status.closed)
        return text.text
    }
}
