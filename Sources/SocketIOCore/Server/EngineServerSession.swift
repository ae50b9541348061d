// SPDX-License-Identifier: GPL-3.0-or-later

/// The server's side of one Engine.IO v4 session, from its handshake to its end.
///
/// Inputs by origin:
/// - long-polling: `pollArrived`, `pollBroken`, `postBegan`, `postReceived`, `postFlooded`, `postRefused`, `postBroken`
/// - WebSocket: `linkArrived` (an upgrade begins), `linkReceived`, `linkBroken`
/// - the layer above: `send`, `close`
/// - time: `timerFired`
///
/// Each returns what is to be done, in order. No clock and no socket inside.
public struct EngineServerSession: Sendable {
    /// What the owner of a session has to do.
    public enum Effect: Hashable, Sendable {
        /// Answer an HTTP request.
        case respond(ExchangeID, EngineResponse)
        /// Send packets over a WebSocket, in order.
        case transmit(LinkID, [EnginePacket])
        /// Close a WebSocket, after what was sent.
        case closeLink(LinkID)
        /// Start a timer anew.
        case startTimer(Timer, Duration)
        /// Stop a timer.
        case cancelTimer(Timer)
        /// Text for the layer above.
        case received(String)
        /// Bytes for the layer above.
        case receivedBinary([UInt8])
        /// Nothing more will come; said once.
        case closed(EngineCloseReason)
        /// The session's id may be forgotten; said once, after `closed`.
        case forget
    }

    /// What a session waits for.
    public enum Timer: Hashable, Sendable, CaseIterable {
        /// Time for the next ping.
        case ping
        /// The pong is late.
        case pong
        /// The upgrade is late.
        case upgrade
        /// A poll has been held long enough during an upgrade.
        case release
        /// Nobody came for the last word.
        case farewell
    }

    /// The way packets leave.
    enum Transport: Hashable, Sendable {
        /// Over the poll that waits, if any.
        case polling
        /// Over a WebSocket.
        case webSocket(LinkID)
    }

    /// A WebSocket that a long-polling client tries.
    struct Candidate: Hashable, Sendable {
        let link: LinkID
        /// It was probed and answered: the client stops polling next.
        var isProbed = false
    }

    /// How much of the session is left.
    enum Phase: Hashable, Sendable {
        /// Packets flow.
        case open
        /// Over, but the client does not know: the next poll tells it.
        case farewell
        /// Over.
        case closed
    }

    let options: EngineServerOptions
    var transport: Transport
    var phase = Phase.open
    var candidate: Candidate?
    var poll: ExchangeID?
    var post: ExchangeID?
    var outbox: [EnginePacket] = []
    var outboxBytes = 0

    private init(transport: Transport, options: EngineServerOptions) {
        self.transport = transport
        self.options = options
    }

    /// Opens a session by a GET without `sid`.
    ///
    /// - Parameters:
    ///   - sid: the new session's secret name.
    ///   - exchange: the request that asked; it is answered with the handshake.
    ///   - options: times and limits.
    /// - Returns: the session and what to do first.
    public static func polling(
        _ sid: EngineSessionID,
        exchange: ExchangeID,
        options: EngineServerOptions
    ) -> (EngineServerSession, [Effect]) {
        let session = EngineServerSession(transport: .polling, options: options)
        let open = EnginePacket.open(options.handshake(sid, upgrades: ["websocket"]))
        return (session, [.respond(exchange, .payload([open])), .startTimer(.ping, options.pingInterval)])
    }

    /// Opens a session by a WebSocket without `sid`.
    ///
    /// - Parameters:
    ///   - sid: the new session's secret name.
    ///   - link: the connection, upgraded.
    ///   - options: times and limits.
    /// - Returns: the session and what to do first.
    public static func webSocket(
        _ sid: EngineSessionID,
        link: LinkID,
        options: EngineServerOptions
    ) -> (EngineServerSession, [Effect]) {
        let session = EngineServerSession(transport: .webSocket(link), options: options)
        let open = EnginePacket.open(options.handshake(sid, upgrades: []))
        return (session, [.transmit(link, [open]), .startTimer(.ping, options.pingInterval)])
    }

    // MARK: - From above and from the clock

    /// Sends packets in order; they wait while there is no poll to carry them.
    public mutating func send(_ packets: [EnginePacket]) -> [Effect] {
        guard phase == .open else { return [] }
        outbox.append(contentsOf: packets)
        outboxBytes += packets.reduce(0) { $0 + $1.weight }
        let effects = flush()
        guard outboxBytes <= options.maximumOutbox else {
            return effects + end(.slowReader(bytes: outboxBytes, limit: options.maximumOutbox))
        }
        return effects
    }

    /// Ends the session in good order.
    public mutating func close() -> [Effect] { end(.serverClosed) }

    /// The transport could not get rid of what it was given.
    public mutating func linkOverflowed(_ link: LinkID, bytes: Int) -> [Effect] {
        guard transport == .webSocket(link) else { return [] }
        return end(.slowReader(bytes: bytes, limit: options.maximumOutbox))
    }

    /// A timer started by an effect ran out.
    public mutating func timerFired(_ timer: Timer) -> [Effect] {
        switch (phase, timer) {
        case (.open, .ping): return [.startTimer(.pong, options.pingTimeout)] + send([.ping("")])
        case (.open, .pong): return end(.pingTimeout)
        case (.open, .upgrade): return abandonCandidate()
        case (.open, .release): return release()
        case (.farewell, .farewell):
            phase = .closed
            return [.forget]
        case (.open, .farewell), (.farewell, _), (.closed, _): return []
        }
    }

    // MARK: - Shared by both transports

    /// Hands a packet of the session's own transport on.
    mutating func take(_ packet: EnginePacket) -> [Effect] {
        switch packet {
        case .message(let text): return [.received(text)]
        case .binary(let bytes): return [.receivedBinary(bytes)]
        case .pong: return [.cancelTimer(.pong), .startTimer(.ping, options.pingInterval)]
        case .ping: return end(.protocolViolation)
        case .close: return end(.clientClosed)
        case .open, .upgrade, .noop: return []
        }
    }

    /// Lets packets go if something can carry them.
    mutating func flush() -> [Effect] {
        guard !outbox.isEmpty else { return [] }
        switch transport {
        case .webSocket(let link):
            let packets = outbox
            clearOutbox()
            return [.transmit(link, packets)]
        case .polling:
            guard let exchange = poll else { return [] }
            poll = nil
            let packets = Array(outbox.prefix(EngineServerOptions.packetsPerPoll))
            outbox.removeFirst(packets.count)
            outboxBytes -= packets.reduce(0) { $0 + $1.weight }
            return (candidate == nil ? [] : [.cancelTimer(.release)]) + [.respond(exchange, .payload(packets))]
        }
    }

    mutating func clearOutbox() {
        outbox = []
        outboxBytes = 0
    }
}

extension EngineServerOptions {
    func handshake(_ sid: EngineSessionID, upgrades: [String]) -> EngineHandshake {
        EngineHandshake(
            sid: sid,
            upgrades: upgrades,
            pingInterval: pingInterval,
            pingTimeout: pingTimeout,
            maxPayload: limits.maximumPayload
        )
    }
}
