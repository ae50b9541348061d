// SPDX-License-Identifier: GPL-3.0-or-later

/// A Socket.IO v5 client of the main namespace that finds back by itself.
///
///     idle -> connecting -> connected -> waiting -> connecting ...
///                 |                         ^
///                 +-------------------------+      ended: after close(), or when the server says good-bye (`41`)
///
/// Pure: clock and chance come in as values. Whoever runs it numbers nothing: transports carry the generation of the
/// command that made them, and what an older generation reports is dropped.
public struct ReconnectingSocket: Sendable {
    /// What is asked of the client, or happens to it.
    public enum Input: Hashable, Sendable {
        /// Begin; once.
        case start
        /// Send an event; `token` asks for an answer under a number of the caller's choice. A volatile event is
        /// dropped unless connected, any other waits for the connection.
        case emit(SocketEvent, token: Int?, isVolatile: Bool)
        /// The network did something for the commands of this generation.
        case network(generation: Int, EngineClient.Input)
        /// The moment of the last `.wake` has come.
        case clock
        /// This computer has other addresses than before, and perhaps not any more the one that we connected from.
        case networkChanged(isOurEndGone: Bool)
        /// Say good-bye and stay away.
        case close
    }

    /// What follows from an input.
    public enum Effect: Hashable, Sendable {
        /// Tell the network; its reports are to carry this generation.
        case command(generation: Int, EngineClient.Command)
        /// Come back with `.clock` at this time; replaces the last. Nil: no need to.
        case wake(at: Duration?)
        /// The namespace is ours.
        case connected
        /// Something happened at the server.
        case event(SocketEvent)
        /// The event emitted with this token has left.
        case sent(token: Int)
        /// The answer to the event sent with this token.
        case acknowledged(token: Int, [JSONValue])
        /// There will be no answer.
        case unacknowledged(token: Int)
        /// There is no connection now, for a reason not told since the last one; the client keeps trying unless
        /// `.ended` follows.
        case disconnected(ConnectionFailure)
        /// An event was not sent, because the server would end the session over it. Sizes in bytes.
        case tooLarge(bytes: Int, limit: Int)
        /// Nothing will happen any more.
        case ended
    }

    enum State: Sendable {
        /// Nothing was asked yet.
        case idle
        /// On the way to the namespace, until then at the latest.
        case connecting(until: Duration)
        /// In the namespace.
        case connected
        /// No connection until then.
        case waiting(until: Duration)
        /// Our good-bye is on its way, until then at the latest.
        case closing(until: Duration)
        /// Over.
        case ended
    }

    struct Waiting: Sendable {
        let event: SocketEvent
        let token: Int?
    }

    /// From the first packet to the namespace; more than TCP needs to give up one lost packet after another.
    static let connectTimeout: Duration = .seconds(20)
    /// How long a good-bye may take before the connection is dropped.
    static let closeTimeout: Duration = .seconds(2)
    /// Most events that wait for a connection; what comes later is dropped.
    static let maximumWaiting = 256

    var state = State.idle
    var engine = EngineClient()
    var generation = 0
    var decoder: SocketPacketDecoder
    var backoff: Backoff
    private let limits: ProtocolLimits
    var waiting: [Waiting] = []
    var tokens: [Int: Int] = [:]
    private var nextAckID = 0
    private var announcedWake: Duration?
    var toldFailure: ConnectionFailure?

    /// Makes a client that has not begun.
    public init(limits: ProtocolLimits = ProtocolLimits(), backoff: Backoff = Backoff()) {
        self.limits = limits
        self.backoff = backoff
        decoder = SocketPacketDecoder(limits: limits)
    }

    /// Takes an input.
    ///
    /// - Parameters:
    ///   - input: what is asked, or happened.
    ///   - now: the time, from any fixed point; must count time spent asleep.
    ///   - random: a number in 0..<1, used when a wait begins.
    /// - Returns: what follows, in order.
    public mutating func handle(_ input: Input, now: Duration, random: Double) -> [Effect] {
        // After sleep the clock knows before any timer does.
        var effects = check(now: now, random: random)
        switch input {
        case .start:
            if case .idle = state { effects += connect(now: now, random: random) }
        case .emit(let event, let token, let isVolatile):
            effects += emit(event, token: token, isVolatile: isVolatile, now: now, random: random)
        case .network(let generation, let input):
            if generation == self.generation {
                effects += run(engine.handle(input, now: now), now: now, random: random)
            }
        case .clock: break
        case .networkChanged(let isOurEndGone):
            effects += networkChanged(isOurEndGone: isOurEndGone, now: now, random: random)
        case .close: effects += close(now: now, random: random)
        }
        return effects + wake()
    }

    private mutating func connect(now: Duration, random: Double) -> [Effect] {
        generation += 1
        engine = EngineClient()
        decoder = SocketPacketDecoder(limits: limits)
        state = .connecting(until: now + Self.connectTimeout)
        return run(engine.handle(.start, now: now), now: now, random: random)
    }

    private mutating func check(now: Duration, random: Double) -> [Effect] {
        let effects = run(engine.checkClock(now: now), now: now, random: random)
        switch state {
        case .connecting(let until) where now >= until:
            return effects + run(engine.fail(.timeout), now: now, random: random)
        case .waiting(let until) where now >= until:
            return effects + connect(now: now, random: random)
        case .closing(let until) where now >= until:
            return effects + run(engine.fail(.timeout), now: now, random: random)
        case .idle, .connecting, .connected, .waiting, .closing, .ended:
            return effects
        }
    }

    /// What waits was waiting for a network such as may be there now.
    private mutating func networkChanged(isOurEndGone: Bool, now: Duration, random: Double) -> [Effect] {
        var effects: [Effect] = []
        switch state {
        case .connecting where isOurEndGone, .connected where isOurEndGone:
            effects = run(engine.fail(.lost("the network changed")), now: now, random: random)
        case .idle, .connecting, .connected, .waiting, .closing, .ended: break
        }
        guard case .waiting = state else { return effects }
        backoff.reset()
        return effects + connect(now: now, random: random)
    }

    private mutating func wake() -> [Effect] {
        let own: Duration? =
            switch state {
            case .connecting(let until), .waiting(let until), .closing(let until): until
            case .idle, .connected, .ended: nil
            }
        let next = [own, engine.deadline].compactMap(\.self).min()
        guard next != announcedWake else { return [] }
        announcedWake = next
        return [.wake(at: next)]
    }

    private mutating func emit(
        _ event: SocketEvent,
        token: Int?,
        isVolatile: Bool,
        now: Duration,
        random: Double
    ) -> [Effect] {
        switch state {
        case .connected:
            return send(event, token: token, now: now, random: random)
        case .idle, .connecting, .waiting:
            if !isVolatile, waiting.count < Self.maximumWaiting {
                waiting.append(Waiting(event: event, token: token))
                return []
            }
        case .closing, .ended: break
        }
        return token.map { [.unacknowledged(token: $0)] } ?? []
    }

    mutating func send(_ event: SocketEvent, token: Int?, now: Duration, random: Double) -> [Effect] {
        var id: Int?
        if let token {
            id = nextAckID
            tokens[nextAckID] = token
            nextAckID += 1
        }
        let packets = SocketPacket(.event(event, ack: id)).encoded().packets
        return run(engine.send(packets), now: now, random: random) + (token.map { [.sent(token: $0)] } ?? [])
    }

    private mutating func close(now: Duration, random: Double) -> [Effect] {
        switch state {
        case .closing, .ended: return []
        case .connected:
            state = .closing(until: now + Self.closeTimeout)
            let goodbye = run(engine.send(SocketPacket(.disconnect).encoded().packets), now: now, random: random)
            return goodbye + run(engine.close(), now: now, random: random)
        case .idle, .waiting:
            return finish()
        case .connecting:
            state = .closing(until: now + Self.closeTimeout)
            return run(engine.close(), now: now, random: random)
        }
    }
}
