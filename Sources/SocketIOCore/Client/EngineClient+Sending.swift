// SPDX-License-Identifier: GPL-3.0-or-later

extension EngineClient {
    /// Sends packets in order; dropped unless the session is open.
    ///
    /// When one is too large none goes out: an event without its attachments would end the session.
    public mutating func send(_ packets: [EnginePacket]) -> [Effect] {
        switch state {
        case .webSocket(let handshake), .polling(let handshake):
            let heaviest = packets.map(\.weight).max() ?? 0
            guard heaviest <= handshake.maxPayload else {
                return [.tooLarge(bytes: heaviest, limit: handshake.maxPayload)]
            }
        case .idle, .openingWebSocket, .openingPolling, .closingPolling, .closed: return []
        }
        guard case .webSocket = state else {
            outbox.append(contentsOf: packets)
            return flush()
        }
        return packets.map { packet in
            guard case .binary(let bytes) = packet else { return .command(.sendText(packet.text)) }
            return .command(.sendBinary(bytes))
        }
    }

    /// Ends the session; what was sent before still goes out.
    public mutating func close() -> [Effect] {
        switch state {
        case .idle, .openingWebSocket, .openingPolling:
            end()
            return [.command(.abort), .closed(nil)]
        case .webSocket:
            end()
            return [.command(.closeWebSocket), .closed(nil)]
        case .polling(let handshake):
            outbox.append(.close)
            state = .closingPolling(handshake)
            return flush()
        case .closingPolling, .closed: return []
        }
    }

    /// Posts what waits, one POST at a time (a second one would end the session), each within `maxPayload`.
    mutating func flush() -> [Effect] {
        switch state {
        case .polling(let handshake), .closingPolling(let handshake):
            guard !isPosting else { return [] }
            if outbox.isEmpty {
                guard case .closingPolling = state else { return [] }
                end()
                return [.command(.abort), .closed(nil)]
            }
            isPosting = true
            return [.command(.post(handshake.sid, EnginePayload.encode(takeBatch(limit: handshake.maxPayload))))]
        case .idle, .openingWebSocket, .webSocket, .openingPolling, .closed:
            return []
        }
    }

    /// Most packets of one POST: python-engineio refuses a payload of more and ends the session.
    private static let maximumBatch = 16

    private mutating func takeBatch(limit: Int) -> [EnginePacket] {
        var batch: [EnginePacket] = []
        var bytes = 0
        for packet in outbox {
            let more = packet.weight + (batch.isEmpty ? 0 : 1)
            guard batch.isEmpty || bytes + more <= limit && batch.count < Self.maximumBatch else { break }
            batch.append(packet)
            bytes += more
        }
        outbox.removeFirst(batch.count)
        return batch
    }
}

extension EngineClient {
    mutating func onPollAnswered(_ body: [UInt8], now: Duration) -> [Effect] {
        // The answer's size was limited while it was read.
        let decoded = EnginePayload.decode(body, limit: .max)
        switch state {
        case .openingPolling:
            guard case .open(let handshake) = decoded.packets.first else {
                return fail(.notSocketIO("the answer holds no Engine.IO v4 handshake"))
            }
            state = .polling(handshake)
            heard(handshake, now: now)
            return [.opened(handshake)] + take(decoded, from: 1)
        case .polling(let handshake), .closingPolling(let handshake):
            heard(handshake, now: now)
            return take(decoded, from: 0)
        case .idle, .openingWebSocket, .webSocket, .closed: return []
        }
    }

    mutating func onPollFailed(_ failure: ConnectionFailure) -> [Effect] {
        switch state {
        case .openingPolling: return fail(failure)
        case .polling: return fail(failure.inSession)
        // The server may answer our close by breaking the poll off.
        case .idle, .openingWebSocket, .webSocket, .closingPolling, .closed: return []
        }
    }

    private mutating func take(_ decoded: EnginePayload.Decoded, from first: Int) -> [Effect] {
        var effects: [Effect] = []
        for packet in decoded.packets.dropFirst(first) where !isClosed { effects += incoming(packet) }
        if decoded.failure != nil { effects += fail(.lost("the server sent what is no Engine.IO packet")) }
        guard case .polling(let handshake) = state else { return effects }
        return effects + [.command(.poll(handshake.sid))]
    }
}
