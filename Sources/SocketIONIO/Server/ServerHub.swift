// SPDX-License-Identifier: GPL-3.0-or-later
import Logging
import NIOCore
import NIOSSL
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
    private var links: [LinkID: (connection: WebSocketConnection, session: ServerSession?)] = [:]
    private(set) var connections: [ObjectIdentifier: any Channel] = [:]
    private var nextNumber = 0
    private(set) var isStopping = false
    private let start = NIODeadline.now()
    /// What each address holds of connections, and of sessions.
    private var channelLedger: AddressLedger
    private var sessionLedger: AddressLedger
    private var refusedConnections = 0
    private var closed: [String: Int] = [:]
    /// What new connections are met with; may change while the server runs.
    var tls: NIOSSLContext?
    private var ticks: Scheduled<Void>?

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
        channelLedger = AddressLedger(limit: configuration.connectionsPerAddress)
        sessionLedger = AddressLedger(limit: configuration.connectionsPerAddress)
    }

    /// Time on a clock that only goes forward.
    var now: Duration { .nanoseconds((NIODeadline.now() - start).nanoseconds) }

    /// How the server is doing.
    var status: ServerStatus {
        ServerStatus(
            connections: connections.count,
            sessions: sessions.count,
            webSockets: links.count,
            refusedConnections: refusedConnections,
            closed: closed,
            isStopping: isStopping
        )
    }

    /// What is spoken at a path; nil for the application's, among which is the client's own file below Socket.IO's.
    func service(at path: String) -> EngineService? {
        if path.hasPrefix(configuration.path), !path.hasSuffix(".js") { return .sockets }
        if let messagePath = configuration.messagePath, path.hasPrefix(messagePath) { return .messages }
        return nil
    }

    /// Sorts a request to a service; the sessions of one are unknown to the other.
    func sort(_ request: HTTPRequest, for service: EngineService) -> EngineRequest {
        EngineRequest(
            request,
            origins: configuration.origins,
            admitsPagesOfComputers: configuration.admitsPagesOfComputers
        ) { sessions[$0]?.service == service }
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
    func open(_ service: EngineService, _ connection: HTTPConnection, _ client: NetworkAddress?) -> ExchangeID? {
        if let refusal = refusal(for: client) {
            connection.write(refusal)
            return nil
        }
        let id = EngineSessionID(RandomIdentifier.make())
        let exchange = register(connection, id, isPost: false)
        let (engine, effects) = EngineServerSession.polling(id, exchange: exchange, options: configuration.engine)
        let caller = Caller(address: client)
        adopt(ServerSession(id: id, engine: engine, service: service, caller: caller, hub: self), effects)
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
        sessions[session]?.postReceived(exchange, body: body)
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

    /// Why an address may open no other session; nil when it may.
    func refusal(for client: NetworkAddress?) -> HTTPResponse? {
        guard !isStopping, sessions.count < configuration.maximumSessions else { return .noRoom }
        return sessionLedger.hasRoom(for: client) ? nil : .tooMany
    }

    /// A WebSocket is open: a new session's, or an attempt to upgrade `session`.
    func opened(
        _ connection: WebSocketConnection,
        service: EngineService,
        session: EngineSessionID?,
        caller: Caller
    ) -> LinkID {
        let link = LinkID(makeNumber())
        connection.link = link
        guard let id = session else {
            let id = EngineSessionID(RandomIdentifier.make())
            let (engine, effects) = EngineServerSession.webSocket(id, link: link, options: configuration.engine)
            let session = ServerSession(id: id, engine: engine, service: service, caller: caller, hub: self)
            links[link] = (connection, session)
            adopt(session, effects)
            return link
        }
        links[link] = (connection, sessions[id])
        guard let session = sessions[id] else {
            closeLink(link)
            return link
        }
        session.withEngine { $0.linkArrived(link) }
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

    private func session(of link: LinkID) -> ServerSession? { links[link]?.session }

    // MARK: - Sessions and connections

    private func adopt(_ session: ServerSession, _ effects: [EngineServerSession.Effect]) {
        sessionLedger.add(session.caller.address)
        sessions[session.id] = session
        session.run(effects)
    }

    /// A session ended; its removal may come later.
    func ended(_ reason: EngineCloseReason) { closed[reason.word, default: 0] += 1 }

    func forget(_ session: ServerSession) {
        session.stopTimers()
        guard sessions.removeValue(forKey: session.id) != nil else { return }
        sessionLedger.remove(session.caller.address)
    }

    /// Takes a connection in; false when its address or the server has enough of them.
    ///
    /// A proxy brings those of many, so it may have any number that the server has.
    func connectionOpened(_ channel: any Channel) -> Bool {
        let peer = channel.remoteAddress.flatMap(NetworkAddress.init)
        let isProxy = peer.map { peer in configuration.proxies.contains { $0.contains(peer) } } ?? true
        guard connections.count < configuration.maximumConnections, isProxy || channelLedger.hasRoom(for: peer) else {
            refusedConnections += 1
            return false
        }
        channelLedger.add(peer)
        connections[ObjectIdentifier(channel)] = channel
        channel.closeFuture.assumeIsolated().whenComplete { _ in
            self.connections[ObjectIdentifier(channel)] = nil
            self.channelLedger.remove(peer)
        }
        return true
    }

    func startTicking() {
        ticks = schedule(configuration.tickInterval) { [weak self] in
            self?.application?.tick()
            self?.startTicking()
        }
    }

    func stopTicking() { ticks?.cancel() }

    /// Opens no session any more, and ends those that are open one after the other, evenly over a time: if all came
    /// back at once, the next server would be too busy to answer.
    func drain(over time: Duration) {
        isStopping = true
        application?.draining(over: time)
        for (number, session) in sessions.values.enumerated() {
            _ = schedule(time * (number + 1) / (sessions.count + 1)) { [weak session] in session?.close() }
        }
    }

    /// Ends every session without a `41`, so that clients come back, here or elsewhere; opens no more.
    func closeAll() {
        isStopping = true
        application?.draining(over: .zero)
        for session in sessions.values { session.close() }
    }
}
