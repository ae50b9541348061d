// SPDX-License-Identifier: GPL-3.0-or-later

extension EngineServerSession {
    /// A GET with this session's id arrived.
    public mutating func pollArrived(_ exchange: ExchangeID) -> [Effect] {
        switch phase {
        case .closed: return [.respond(exchange, .refused(.unknownSession))]
        case .farewell:
            phase = .closed
            return [.respond(exchange, .payload([.close])), .cancelTimer(.farewell), .forget]
        case .open: break
        }
        guard transport == .polling else { return [.respond(exchange, .refused(.badRequest))] }
        guard poll == nil else {
            return [.respond(exchange, .refused(.badRequest))] + end(.protocolViolation)
        }
        poll = exchange
        let effects = flush()
        guard effects.isEmpty, candidate?.isProbed == true else { return effects }
        return [.startTimer(.release, EngineServerOptions.pollRelease)]
    }

    /// The connection of a GET is gone before its answer.
    public mutating func pollBroken(_ exchange: ExchangeID) -> [Effect] {
        guard poll == exchange else { return [] }
        poll = nil
        return end(.transportError)
    }

    /// The head of a POST with this session's id arrived; nothing comes back if its body may be read.
    public mutating func postBegan(_ exchange: ExchangeID) -> [Effect] {
        guard phase == .open else { return [.respond(exchange, .refused(.unknownSession))] }
        guard transport == .polling else { return [.respond(exchange, .refused(.badRequest))] }
        guard post == nil else { return [.respond(exchange, .refused(.badRequest))] + end(.protocolViolation) }
        post = exchange
        return []
    }

    /// The whole body of a POST is there.
    public mutating func postReceived(_ exchange: ExchangeID, body: [UInt8]) -> [Effect] {
        guard post == exchange else { return [] }
        post = nil
        // An upgrade that overtook its own POST would mix the order of messages: clients wait for the answer first.
        guard transport == .polling else { return [.respond(exchange, .refused(.badRequest))] }
        let decoded = EnginePayload.decode(body, limit: options.limits.maximumPayload)
        var effects: [Effect] = []
        for packet in decoded.packets {
            effects += take(packet)
            guard phase == .open else { break }
        }
        switch phase {
        case .open:
            guard let failure = decoded.failure else { return effects + [.respond(exchange, .ok)] }
            return effects + [.respond(exchange, .refused(.badRequest))] + end(.parseError(failure))
        case .farewell, .closed:
            let isGoodbye = effects.contains(.closed(.clientClosed))
            return effects + [.respond(exchange, isGoodbye ? .ok : .refused(.badRequest))]
        }
    }

    /// A POST brought more packets than anybody may send; none of them counts.
    public mutating func postFlooded(_ exchange: ExchangeID) -> [Effect] {
        guard post == exchange else { return [] }
        post = nil
        return [.respond(exchange, .refused(.badRequest))] + end(.protocolViolation)
    }

    /// The body was refused while it was read; the session goes on.
    public mutating func postRefused(_ exchange: ExchangeID) {
        if post == exchange { post = nil }
    }

    /// The connection of a POST is gone before its body was complete.
    public mutating func postBroken(_ exchange: ExchangeID) -> [Effect] {
        guard post == exchange else { return [] }
        post = nil
        return end(.transportError)
    }

    /// Frees the poll that waits although the upgrade needs the client to stop polling.
    mutating func release() -> [Effect] {
        guard let exchange = poll else { return [] }
        poll = nil
        return [.respond(exchange, .payload([.noop]))]
    }
}
