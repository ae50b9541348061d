// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit
import RoomProtocol
import SocketIOCore
import SocketIONIO

/// A client of a signalling server; only transports: what was joined, the call joins anew at each `.connected`.
public final class SocketIOSignalingChannel: SignalingChannel {
    /// What happens, in order; one reader.
    public let events: AsyncStream<SignalingEvent>
    private let continuation: AsyncStream<SignalingEvent>.Continuation
    private let client: SocketIOClient

    /// Begins to connect.
    public init(server: ServerAddress) {
        let (events, continuation) = AsyncStream.makeStream(of: SignalingEvent.self)
        self.events = events
        self.continuation = continuation
        let endpoint = SocketIOEndpoint(
            host: server.host,
            port: server.port,
            isSecure: server.isSecure,
            certificate: server.certificate
        )
        client = SocketIOClient(endpoint: endpoint) { report in
            for event in SignalingTranslation.events(for: report) { continuation.yield(event) }
            if report == .ended { continuation.finish() }
        }
        client.start()
    }

    deinit { close() }

    /// Asks for a seat; waits for the connection.
    public func join(_ room: RoomName, options: JoinOptions) {
        let event = ClientEvent.join(room, JoinRequest(options))
        client.emit(event.socketEvent, token: SignalingTranslation.joinToken)
    }

    /// Sends to one peer or all the others; dropped without a connection, where it would be stale on the next one.
    public func send(_ message: SignalingMessage, in room: RoomName, routing: Routing) {
        let event = ClientEvent(message, in: room, routing: routing)
        client.emit(event.socketEvent, isVolatile: message.isStaleOnAnotherConnection)
    }

    /// Gives the seat up; waits behind a join that waits.
    public func leave(_ room: RoomName) {
        client.emit(ClientEvent.leave(room).socketEvent)
    }

    /// Reconnects at once where our end of the connection is gone.
    public func networkChanged(addresses: Set<String>) { client.networkChanged(addresses: addresses) }

    /// Ends the stream at once, and the connection behind what was sent before.
    public func close() {
        client.close()
        continuation.finish()
    }
}

extension SignalingMessage {
    /// True for what is about a PeerConnection that the peer will not know after we joined anew.
    fileprivate var isStaleOnAnotherConnection: Bool {
        switch self {
        case .offer, .answer, .ice, .negotiate: true
        case .state: false
        }
    }
}
