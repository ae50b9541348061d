// SPDX-License-Identifier: GPL-3.0-or-later

/// One Engine.IO v4 session, the client's half: what to do with which transport.
///
/// Starts with WebSocket and falls back to long-polling when what answers is no WebSocket: that is one round trip
/// less than polling, asking for the upgrade and probing it, and a network that lets no WebSocket through would
/// not let the upgrade through either. So there is never a session that moves between transports.
///
///     idle -> openingWebSocket -> webSocket -> closed
///                   |                            ^
///                   +-> openingPolling -> polling -> closingPolling
///
/// Pure: the clock comes in as a value, network calls go out as commands.
public struct EngineClient: Sendable {
    /// What the network did.
    public enum Input: Hashable, Sendable {
        /// Begin; once.
        case start
        /// A text frame came.
        case webSocketText(String)
        /// A binary frame came.
        case webSocketBinary([UInt8])
        /// The WebSocket is gone or never came to be; `reachedServer` is false when there was not even TCP and TLS.
        case webSocketClosed(ConnectionFailure, reachedServer: Bool)
        /// The waiting GET was answered with 200 and this body.
        case pollAnswered([UInt8])
        /// The waiting GET failed.
        case pollFailed(ConnectionFailure)
        /// The POST was answered with 200.
        case postDone
        /// The POST failed.
        case postFailed(ConnectionFailure)
    }

    /// What the network is to do.
    public enum Command: Hashable, Sendable {
        /// Open a WebSocket.
        case openWebSocket
        /// Send a text frame.
        case sendText(String)
        /// Send a binary frame.
        case sendBinary([UInt8])
        /// Send what is queued, then close the WebSocket.
        case closeWebSocket
        /// GET; without a session it opens one.
        case poll(EngineSessionID?)
        /// POST this body.
        case post(EngineSessionID, [UInt8])
        /// Drop every connection and request at once.
        case abort

        /// True for what is still to be done when the session is over.
        var endsSession: Bool {
            switch self {
            case .closeWebSocket, .abort: true
            case .openWebSocket, .sendText, .sendBinary, .poll, .post: false
            }
        }
    }

    /// What follows from an input.
    public enum Effect: Hashable, Sendable {
        /// Tell the network.
        case command(Command)
        /// The session is open.
        case opened(EngineHandshake)
        /// Text for the layer above.
        case message(String)
        /// Bytes for the layer above.
        case binary([UInt8])
        /// A packet was not sent: the server would end the session over it. Sizes in bytes.
        case tooLarge(bytes: Int, limit: Int)
        /// The session is over; nil when we ended it.
        case closed(ConnectionFailure?)
    }

    enum State: Sendable {
        /// Nothing was asked yet.
        case idle
        /// Waiting for the open packet on the WebSocket.
        case openingWebSocket
        /// Open, on the WebSocket.
        case webSocket(EngineHandshake)
        /// Waiting for the open packet in the answer to the first GET.
        case openingPolling
        /// Open, by GET and POST.
        case polling(EngineHandshake)
        /// Our close packet is on its way.
        case closingPolling(EngineHandshake)
        /// Over.
        case closed
    }

    var state = State.idle
    var outbox: [EnginePacket] = []
    var isPosting = false

    /// When the server counts as dead unless it is heard before; nil while no session is open.
    public private(set) var deadline: Duration?

    /// Makes a session that nobody knows of yet.
    public init() {}

    /// Takes what the network did.
    ///
    /// - Parameters:
    ///   - input: what happened.
    ///   - now: the time, from any fixed point; must count time spent asleep.
    /// - Returns: what follows, in order.
    public mutating func handle(_ input: Input, now: Duration) -> [Effect] {
        switch input {
        case .start:
            guard case .idle = state else { return [] }
            state = .openingWebSocket
            return [.command(.openWebSocket)]
        case .webSocketText(let text):
            return onFrame(now: now) { () throws(EngineError) in try EnginePacket(text: text) }
        case .webSocketBinary(let bytes): return onFrame(now: now) { () throws(EngineError) in .binary(bytes) }
        case .webSocketClosed(let failure, let reachedServer):
            return onWebSocketClosed(failure, reachedServer: reachedServer)
        case .pollAnswered(let body): return onPollAnswered(body, now: now)
        case .pollFailed(let failure): return onPollFailed(failure)
        case .postDone:
            isPosting = false
            return flush()
        case .postFailed(let failure): return fail(failure.inSession)
        }
    }

    /// Compares the clock with the last sign of life.
    public mutating func checkClock(now: Duration) -> [Effect] {
        guard let deadline, now >= deadline else { return [] }
        return fail(.lost("no heartbeat from the server"))
    }

    /// Ends the session with a reason of the layer above.
    public mutating func fail(_ failure: ConnectionFailure) -> [Effect] {
        guard !isClosed else { return [] }
        end()
        return [.command(.abort), .closed(failure)]
    }

    var isClosed: Bool {
        switch state {
        case .closed: true
        case .idle, .openingWebSocket, .webSocket, .openingPolling, .polling, .closingPolling: false
        }
    }

    mutating func heard(_ handshake: EngineHandshake, now: Duration) {
        deadline = now + handshake.pingInterval + handshake.pingTimeout
    }

    mutating func end() {
        state = .closed
        deadline = nil
        outbox = []
    }

    private mutating func onFrame(
        now: Duration,
        _ parse: () throws(EngineError) -> EnginePacket
    ) -> [Effect] {
        let packet: EnginePacket
        do throws(EngineError) { packet = try parse() } catch {
            switch state {
            case .openingWebSocket: return fallBack()
            case .webSocket: return fail(.lost("the server sent what is no Engine.IO packet"))
            case .idle, .openingPolling, .polling, .closingPolling, .closed: return []
            }
        }
        switch state {
        case .openingWebSocket:
            guard case .open(let handshake) = packet else { return fallBack() }
            state = .webSocket(handshake)
            heard(handshake, now: now)
            return [.opened(handshake)]
        case .webSocket(let handshake):
            heard(handshake, now: now)
            return incoming(packet)
        case .idle, .openingPolling, .polling, .closingPolling, .closed: return []
        }
    }

    private mutating func onWebSocketClosed(_ failure: ConnectionFailure, reachedServer: Bool) -> [Effect] {
        switch state {
        case .openingWebSocket: reachedServer ? fallBack() : fail(failure)
        case .webSocket: fail(failure)
        case .idle, .openingPolling, .polling, .closingPolling, .closed: []
        }
    }

    private mutating func fallBack() -> [Effect] {
        state = .openingPolling
        return [.command(.abort), .command(.poll(nil))]
    }

    /// Takes one packet of an open session.
    mutating func incoming(_ packet: EnginePacket) -> [Effect] {
        switch packet {
        case .ping(let payload): send([.pong(payload)])
        case .message(let text): [.message(text)]
        case .binary(let bytes): [.binary(bytes)]
        case .close: fail(.lost("the server ended the session"))
        // A noop only releases a waiting poll; the others have no meaning from a server at this point.
        case .noop, .pong, .open, .upgrade: []
        }
    }
}
