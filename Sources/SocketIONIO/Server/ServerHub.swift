// SPDX-License-Identifier: GPL-3.0-or-later
import Logging
import NIOCore
import SocketIOCore

/// Knows every session, waiting request and WebSocket of a server; confined to its event loop.
///
/// ```
/// HTTPConnection --exchange--+                    +-- EngineServerSession
///                            +-- ServerHub -- ServerSession
/// WebSocketConnection --link-+                    +-- SocketServerSession -- SocketIOApplication
/// ```
final class ServerHub {
    let configuration: SocketIOServerConfiguration
    let logger: Logger
    let eventLoop: any EventLoop
    var application: (any SocketIOApplication)?
    private var sessions: [EngineSessionID: ServerSession] = [:]
    private var exchanges: [ExchangeID: Exchange] = [:]
    private var links: [LinkID: (connection: WebSocketConnection, session: EngineSessionID)] = [:]
    private(set) var connections: [ObjectIdentifier: any Channel] = [:]
    private var nextNumber = 0
    private var isStopping = false

    /// A request that waits for a session's answer.
    private struct Exchange {
        let connection: HTTPConnection
        let session: EngineSessionID
        let isPost: Bool
    }

    init(configuration: SocketIOServerConfiguration, logger: Logger, eventLoop: any EventLoop) {
        self.configuration = configuration
        self.logger = logger
        self.eventLoop = eventLoop
    }

    /// How many sessions are open.
    var sessionCount: Int { sessions.count }

    /// What is spoken at a path; nil for the application's, among which is the client's own file below Socket.IO's.
    func service(at path: String) -> EngineService? {
        if path.hasPrefix(configuration.path), !path.hasSuffix(".js") { return .sockets }
        if let messagePath = configuration.messagePath, path.hasPrefix(messagePath) { return .messages }
        return nil
    }

    /// Sorts a request to a service; the sessions of one are unknown to the other.
    func sort(_ request: HTTPRequest, for service: EngineService) -> EngineRequest {
        EngineRequest(request, origins: configuration.origins) { sessions[$0]?.service == service }
    }

    func schedule(_ duration: Duration, _ body: @escaping () -> Void) -> Scheduled<Void> {
        eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(duration), body)
    }

    private func makeNumber() -> Int {
        nextNumber += 1
        return nextNumber
    }

    // MARK: - Requests

    /// Opens a long-polling session; the handshake is the answer.
    func open(_ service: EngineService, _ connection: HTTPConnection) -> ExchangeID? {
        guard hasRoom else {
            connection.write(.noRoom)
            return nil
        }
        let id = EngineSessionID(RandomIdentifier.make())
        let exchange = register(connection, id, isPost: false)
        let (engine, effects) = EngineServerSession.polling(id, exchange: exchange, options: configuration.engine)
        adopt(id, engine, service, effects)
        return exchange
    }

    func poll(_ id: EngineSessionID, _ connection: HTTPConnection) -> ExchangeID {
        let exchange = register(connection, id, isPost: false)
        sessions[id]?.withEngine { $0.pollArrived(exchange) }
        return exchange
    }

    func beginPost(_ id: EngineSessionID, _ connection: HTTPConnection) -> ExchangeID {
        let exchange = register(connection, id, isPost: true)
        sessions[id]?.withEngine { $0.postBegan(exchange) }
        return exchange
    }

    func finishPost(_ exchange: ExchangeID, body: [UInt8]) {
        guard let session = exchanges[exchange]?.session else { return }
        sessions[session]?.withEngine { $0.postReceived(exchange, body: body) }
    }

    /// The connection answers by itself: the body is too large.
    func refusePost(_ exchange: ExchangeID) {
        guard let session = exchanges.removeValue(forKey: exchange)?.session else { return }
        sessions[session]?.postRefused(exchange)
    }

    /// The connection of a request is gone before its answer.
    func broken(_ exchange: ExchangeID) {
        guard let broken = exchanges.removeValue(forKey: exchange) else { return }
        sessions[broken.session]?.withEngine {
            broken.isPost ? $0.postBroken(exchange) : $0.pollBroken(exchange)
        }
    }

    func respond(_ exchange: ExchangeID, _ response: HTTPResponse) {
        exchanges.removeValue(forKey: exchange)?.connection.write(response)
    }

    private func register(_ connection: HTTPConnection, _ session: EngineSessionID, isPost: Bool) -> ExchangeID {
        let exchange = ExchangeID(makeNumber())
        exchanges[exchange] = Exchange(connection: connection, session: session, isPost: isPost)
        return exchange
    }

    // MARK: - WebSockets

    /// True when another session may be opened.
    var hasRoom: Bool { !isStopping && sessions.count < configuration.maximumSessions }

    /// A WebSocket is open: a new session's, or an attempt to upgrade `session`.
    func opened(
        _ connection: WebSocketConnection,
        service: EngineService,
        session: EngineSessionID?
    ) -> LinkID {
        let link = LinkID(makeNumber())
        let id = session ?? EngineSessionID(RandomIdentifier.make())
        links[link] = (connection, id)
        connection.link = link
        if session != nil {
            guard let session = sessions[id] else {
                closeLink(link)
                return link
            }
            session.withEngine { $0.linkArrived(link) }
        } else {
            let (engine, effects) = EngineServerSession.webSocket(id, link: link, options: configuration.engine)
            adopt(id, engine, service, effects)
        }
        return link
    }

    func received(_ link: LinkID, text: String) { session(of: link)?.withEngine { $0.linkReceived(link, text: text) } }

    func received(_ link: LinkID, binary: [UInt8]) {
        session(of: link)?.withEngine { $0.linkReceived(link, binary: binary) }
    }

    func overflowed(_ link: LinkID, bytes: Int) {
        session(of: link)?.withEngine { $0.linkOverflowed(link, bytes: bytes) }
    }

    func broken(_ link: LinkID) {
        let session = session(of: link)
        links[link] = nil
        session?.withEngine { $0.linkBroken(link) }
    }

    func transmit(_ link: LinkID, _ packets: [EnginePacket]) { links[link]?.connection.send(packets) }

    func closeLink(_ link: LinkID) { links[link]?.connection.close(.normalClosure) }

    private func session(of link: LinkID) -> ServerSession? {
        links[link].flatMap { sessions[$0.session] }
    }

    // MARK: - Sessions and connections

    private func adopt(
        _ id: EngineSessionID,
        _ engine: EngineServerSession,
        _ service: EngineService,
        _ effects: [EngineServerSession.Effect]
    ) {
        let session = ServerSession(id: id, engine: engine, service: service, hub: self)
        sessions[id] = session
        session.run(effects)
    }

    func forget(_ session: ServerSession) {
        session.stopTimers()
        sessions[session.id] = nil
    }

    func connectionOpened(_ channel: any Channel) { connections[ObjectIdentifier(channel)] = channel }

    func connectionClosed(_ channel: any Channel) { connections[ObjectIdentifier(channel)] = nil }

    /// Ends every session without a `41`, so that clients come back, here or elsewhere; opens no more.
    func closeAll() {
        isStopping = true
        for session in sessions.values { session.close() }
    }
}
