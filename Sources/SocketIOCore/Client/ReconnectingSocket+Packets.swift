// SPDX-License-Identifier: GPL-3.0-or-later

/// What the engine below brings, and how a connection ends.
extension ReconnectingSocket {
    mutating func run(_ effects: [EngineClient.Effect], now: Duration, random: Double) -> [Effect] {
        effects.flatMap { effect -> [Effect] in
            switch effect {
            // What an input asked for before its last packet ended the session is not asked for any more.
            case .command(let command) where engine.isClosed && !command.endsSession: []
            case .command(let command): [.command(generation: generation, command)]
            case .opened:
                run(engine.send(SocketPacket(.connect(nil)).encoded().packets), now: now, random: random)
            case .message(let text):
                receive(now: now, random: random) { (decoder: inout SocketPacketDecoder) throws(SocketError) in
                    try decoder.decode(text: text)
                }
            case .binary(let bytes):
                receive(now: now, random: random) { (decoder: inout SocketPacketDecoder) throws(SocketError) in
                    try decoder.decode(binary: bytes)
                }
            case .tooLarge(let bytes, let limit): [.tooLarge(bytes: bytes, limit: limit)]
            case .closed(let failure): onClosed(failure, now: now, random: random)
            }
        }
    }

    private mutating func receive(
        now: Duration,
        random: Double,
        _ decode: (inout SocketPacketDecoder) throws(SocketError) -> SocketPacket?
    ) -> [Effect] {
        do throws(SocketError) {
            guard let packet = try decode(&decoder), packet.namespace == .root else { return [] }
            return take(packet, now: now, random: random)
        } catch {
            return run(engine.fail(.lost("the server sent what is no Socket.IO packet")), now: now, random: random)
        }
    }

    private mutating func take(_ packet: SocketPacket, now: Duration, random: Double) -> [Effect] {
        switch (packet.body, state) {
        case (.connect, .connecting):
            state = .connected
            backoff.reset()
            toldFailure = nil
            let events = waiting
            waiting = []
            return [.connected] + events.flatMap { send($0.event, token: $0.token, now: now, random: random) }
        case (.event(let event, _), .connected): return [.event(event)]
        case (.ack(let id, let arguments), .connected):
            return tokens.removeValue(forKey: id).map { [.acknowledged(token: $0, arguments)] } ?? []
        case (.disconnect, .connected):
            let lost = ConnectionFailure.lost("the server said good-bye")
            let gone = giveUpAcknowledgements() + tell(lost)
            state = .closing(until: now + Self.closeTimeout)
            return gone + run(engine.close(), now: now, random: random)
        case (.connectError(let error), .connecting):
            let reason = error["message"]?.string ?? "the server refused the namespace"
            return run(engine.fail(.lost(reason)), now: now, random: random)
        case (.connect, _), (.event, _), (.ack, _), (.disconnect, _), (.connectError, _):
            return []
        }
    }

    private mutating func onClosed(_ failure: ConnectionFailure?, now: Duration, random: Double) -> [Effect] {
        switch state {
        case .connecting, .connected:
            state = .waiting(until: now + backoff.next(random: random))
            return giveUpAcknowledgements() + tell(failure ?? .lost("the session ended"))
        case .closing: return finish()
        case .idle, .waiting, .ended: return []
        }
    }

    /// Reports a failure once, not at every attempt that ends the same way.
    mutating func tell(_ failure: ConnectionFailure) -> [Effect] {
        guard failure != toldFailure else { return [] }
        toldFailure = failure
        return [.disconnected(failure)]
    }

    mutating func finish() -> [Effect] {
        let unsent = waiting.compactMap { $0.token.map { Effect.unacknowledged(token: $0) } }
        waiting = []
        state = .ended
        return giveUpAcknowledgements() + unsent + [.ended]
    }

    mutating func giveUpAcknowledgements() -> [Effect] {
        defer { tokens = [:] }
        return tokens.sorted { $0.key < $1.key }.map { .unacknowledged(token: $0.value) }
    }
}
