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
        client = SocketIOClient(endpoint: SocketIOEndpoint(server)) { report in
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

    /// Asks for something about the door; dropped without a connection, on the next one of which we may own nothing.
    public func request(_ request: DoorRequest, in room: RoomName) {
        client.emit(ClientEvent(request, in: room).socketEvent, isVolatile: true)
    }

    /// Reconnects at once where our end of the connection is gone.
    public func networkChanged(addresses: Set<String>) { client.networkChanged(addresses: addresses) }

    /// Ends the stream at once, and the connection behind what was sent before.
    public func close() {
        client.close()
        continuation.finish()
    }
}

extension ClientEvent {
    /// Puts an owner's request into the event that carries it.
    fileprivate init(_ request: DoorRequest, in room: RoomName) {
        self =
            switch request {
            case .lock(let isLocked): .lock(room, isLocked)
            case .admit(let peer): .decide(.admit, room, peer)
            case .deny(let peer): .decide(.deny, room, peer)
            case .remove(let peer): .decide(.remove, room, peer)
            case .handOver(let peer): .decide(.owner, room, peer)
            }
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
