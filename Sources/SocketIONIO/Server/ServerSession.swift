// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import SocketIOCore

/// Runs the effects of one client's state machines; confined to the server's event loop.
final class ServerSession {
    let id: EngineSessionID
    /// Whose it is.
    let caller: Caller
    private var engine: EngineServerSession
    /// Nil where nothing is spoken above Engine.IO.
    private var sockets: SocketServerSession?
    private unowned let hub: ServerHub
    private var clients: [SocketNamespace: SocketClient] = [:]
    /// What comes by long-polling; a WebSocket counts its own frames.
    private var packets: TokenBucket
    /// What is said to the application; whoever leaves a namespace and comes back has no more of it.
    private var events: TokenBucket
    private var timers: [EngineServerSession.Timer: Scheduled<Void>] = [:]
    private var connectTimer: Scheduled<Void>?
    private var queue: [EngineServerSession.Effect] = []
    private var isRunning = false

    init(
        id: EngineSessionID,
        engine: EngineServerSession,
        service: EngineService,
        caller: Caller,
        hub: ServerHub
    ) {
        self.id = id
        self.caller = caller
        self.engine = engine
        self.hub = hub
        packets = TokenBucket(hub.configuration.frameRate, now: hub.now)
        events = TokenBucket(hub.configuration.eventRate, now: hub.now)
        guard service == .sockets else { return }
        let configuration = hub.configuration
        let effects: [SocketServerSession.Effect]
        (sockets, effects) = SocketServerSession.start(
            limits: configuration.engine.limits,
            connectTimeout: configuration.connectTimeout,
            verbatimEvents: configuration.verbatimEvents
        )
        run(effects)
    }

    /// Feeds the Engine.IO machine and does what it says.
    func withEngine(_ input: (inout EngineServerSession) -> [EngineServerSession.Effect]) {
        run(input(&engine))
    }

    /// The whole body of a POST is there; its packets are counted before any is read, since each costs something.
    func postReceived(_ exchange: ExchangeID, body: [UInt8]) {
        let isPutUpWith = countPackets(body)
        withEngine { isPutUpWith ? $0.postReceived(exchange, body: body) : $0.postFlooded(exchange) }
    }

    private func countPackets(_ body: [UInt8]) -> Bool {
        let now = hub.now
        var verdict = packets.take(at: now)
        for byte in body where byte == EnginePayload.separator && verdict != .hopeless {
            verdict = packets.take(at: now)
        }
        return verdict != .hopeless
    }

    /// Counts one more event.
    func countEvent() -> TokenBucket.Verdict { events.take(at: hub.now) }

    /// A body was refused while it was read.
    func postRefused(_ exchange: ExchangeID) { engine.postRefused(exchange) }

    /// What is spoken here.
    var service: EngineService { sockets == nil ? .messages : .sockets }

    func emit(_ event: SocketEvent, in namespace: SocketNamespace) { run(sockets?.emit(event, in: namespace)) }

    func acknowledge(_ id: Int, _ values: [JSONValue], in namespace: SocketNamespace) {
        run(sockets?.acknowledge(id, values, in: namespace))
    }

    func send(_ message: EngineMessage) {
        switch message {
        case .text(let text): run(engine.send([.message(text)]))
        case .binary(let bytes): run(engine.send([.binary(bytes)]))
        }
    }

    func close() { run(engine.close()) }

    // MARK: - Effects

    /// Queues effects: what an effect causes must not overtake those after it.
    func run(_ effects: [EngineServerSession.Effect]) {
        guard !isRunning else { return queue.append(contentsOf: effects) }
        isRunning = true
        queue = effects
        var next = 0
        while next < queue.count {
            let effect = queue[next]
            next += 1
            perform(effect)
        }
        queue = []
        isRunning = false
    }

    private func perform(_ effect: EngineServerSession.Effect) {
        switch effect {
        case .respond(let exchange, let response): hub.respond(exchange, response.http)
        case .transmit(let link, let packets): hub.transmit(link, packets)
        case .closeLink(let link): hub.closeLink(link)
        case .startTimer(let timer, let duration): start(timer, duration)
        case .cancelTimer(let timer): timers.removeValue(forKey: timer)?.cancel()
        case .received(let text): received(.text(text))
        case .receivedBinary(let bytes): received(.binary(bytes))
        case .closed(let reason): ended(reason)
        case .forget: hub.forget(self)
        }
    }

    private func received(_ message: EngineMessage) {
        guard sockets != nil else {
            hub.application?.received(message, from: EngineMessageClient(session: self))
            return
        }
        switch message {
        case .text(let text): run(sockets?.received(text: text))
        case .binary(let bytes): run(sockets?.received(binary: bytes))
        }
    }

    private func run(_ effects: [SocketServerSession.Effect]?) {
        for effect in effects ?? [] {
            switch effect {
            case .send(let packets): run(engine.send(packets))
            case .startConnectTimer(let duration): startConnectTimer(duration)
            case .cancelConnectTimer: cancelConnectTimer()
            case .connectRequested(let namespace, let auth): decide(namespace, auth)
            case .event(let namespace, let event, let ack):
                if let client = clients[namespace] { hub.application?.received(event, ack: ack, from: client) }
            case .left(let namespace): leave(namespace)
            case .close(let error):
                hub.logger.debug("client broke a rule", metadata: ["error": "\(error)"])
                run(engine.close())
            }
        }
    }

    private func decide(_ namespace: SocketNamespace, _ auth: JSONValue?) {
        guard hub.configuration.namespaces.contains(namespace) else {
            run(sockets?.refuse(namespace, message: "Invalid namespace"))
            return
        }
        // Every namespace knows the client by another name.
        let id = SocketID(RandomIdentifier.make())
        let client = SocketClient(id: id, namespace: namespace, auth: auth, caller: caller, session: self)
        clients[namespace] = client
        run(sockets?.accept(namespace, id: id))
        hub.application?.clientConnected(client)
    }

    private func leave(_ namespace: SocketNamespace) {
        guard let client = clients.removeValue(forKey: namespace) else { return }
        hub.application?.clientDisconnected(client)
    }

    private func ended(_ reason: EngineCloseReason) {
        hub.logger.debug("session ended", metadata: ["reason": "\(reason.word)"])
        hub.ended(reason)
        cancelConnectTimer()
        for namespace in sockets?.connectionEnded() ?? [] { leave(namespace) }
    }

    // MARK: - Timers

    private func start(_ timer: EngineServerSession.Timer, _ duration: Duration) {
        timers.removeValue(forKey: timer)?.cancel()
        timers[timer] = hub.schedule(duration) { [weak self] in
            self?.timers[timer] = nil
            self?.withEngine { $0.timerFired(timer) }
        }
    }

    private func startConnectTimer(_ duration: Duration) {
        connectTimer = hub.schedule(duration) { [weak self] in
            guard let self else { return }
            run(sockets?.connectTimedOut())
        }
    }

    private func cancelConnectTimer() {
        connectTimer?.cancel()
        connectTimer = nil
    }

    /// Stops all timers, for a session that is forgotten.
    func stopTimers() {
        for timer in timers.values { timer.cancel() }
        timers = [:]
        cancelConnectTimer()
    }
}
