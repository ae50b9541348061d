// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import RoomProtocol
import SocketIOCore
import SocketIONIO

/// A connection that only asks who is in some rooms; what was asked is asked anew by its owner at each `.connected`.
final class SocketIORoomWatcher: RoomWatcher {
    let events: AsyncStream<RoomWatcherEvent>
    private let continuation: AsyncStream<RoomWatcherEvent>.Continuation
    private let client: SocketIOClient

    /// Begins to connect.
    init(server: ServerAddress) {
        let (events, continuation) = AsyncStream.makeStream(of: RoomWatcherEvent.self)
        self.events = events
        self.continuation = continuation
        client = SocketIOClient(endpoint: SocketIOEndpoint(server)) { report in
            if let event = Self.event(for: report) { continuation.yield(event) }
            if report == .ended { continuation.finish() }
        }
        client.start()
    }

    deinit { close() }

    func watch(_ room: RoomName, admission: String?) {
        // The number only asks for an answer: who hears a refusal hears it for all.
        client.emit(WatchEvent.watch(room, admission: admission).socketEvent, token: 1, isVolatile: true)
    }

    func unwatch(_ room: RoomName) { client.emit(WatchEvent.unwatch(room).socketEvent, isVolatile: true) }

    func close() {
        client.close()
        continuation.finish()
    }

    private static func event(for report: SocketIOClient.Event) -> RoomWatcherEvent? {
        switch report {
        case .connected: return .connected
        case .event(let event): return (try? RoomPresence(event)).map { .presence($0) }
        case .acknowledged(_, let arguments):
            guard case .refused(let refusal) = try? EventReply(arguments) else { return nil }
            return .refused(refusal)
        case .sent, .unacknowledged, .disconnected, .tooLarge, .ended: return nil
        }
    }
}

extension SocketIOEndpoint {
    init(_ server: ServerAddress) {
        self.init(host: server.host, port: server.port, isSecure: server.isSecure, certificate: server.certificate)
    }
}
