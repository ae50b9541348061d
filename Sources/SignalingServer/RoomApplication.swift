// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto
import Glibc
import JoomModel
import Logging
import NIOCore
import RoomProtocol
import SocketIOCore
import SocketIONIO

/// Runs the room rules for a Socket.IO server, within its limits; confined to its event loop.
final class RoomApplication: SocketIOApplication {
    typealias Outcome = RoomDirectory.Outcome

    /// Somebody in the namespace.
    struct Client {
        let socket: SocketClient
        /// When it last said something.
        var lastHeard: Duration
    }

    let rooms: SharedRooms
    let neighbours: (any RoomNeighbours)?
    /// What answers STUN; nil where nothing does.
    var stun: StunListener?
    var watches = RoomWatches()
    var clients: [SocketID: Client] = [:]
    var joins: JoinLimiter
    private let idleTimeout: Duration
    private let iceServers: [IceServer]
    private let turn: TurnService?
    let site: GuestSite
    let metricsReaders: [AddressRange]
    let invitesStrangers: Bool
    private let logger: Logger
    var counters = RoomCounters()
    private var isDraining = false
    private let start = NIODeadline.now()

    /// Starts with empty rooms.
    ///
    /// - Parameters:
    ///   - configuration: the limits, and what people are told.
    ///   - eventLoop: the one that everything happens on.
    ///   - logger: hears of trouble.
    init(configuration: ServerConfiguration, eventLoop: any EventLoop, logger: Logger) {
        let limits = configuration.limits
        let node = NodeID(RandomIdentifier.make())
        rooms = SharedRooms(
            directory: RoomDirectory(
                limits: RoomLimits(members: configuration.capacity, messageBytes: limits.messageBytes),
                node: configuration.store == nil ? .alone : node
            ),
            store: configuration.store?(eventLoop, node, logger),
            logger: logger,
            clock: { [start] in Self.clock(since: start) }
        )
        neighbours = configuration.neighbours?(eventLoop, node, logger)
        joins = JoinLimiter(limits.joins)
        idleTimeout = limits.idleTimeout
        iceServers = configuration.iceServers + (configuration.stun.map { [$0.iceServer] } ?? [])
        turn = configuration.turn
        site = GuestSite(page: configuration.guestPage, letsPagesFollow: configuration.letsPagesFollow)
        metricsReaders = configuration.metricsReaders
        invitesStrangers = configuration.invitesStrangers
        self.logger = logger
        rooms.isOwn = { [weak self] in self?.clients[$0] != nil }
        rooms.deliver = { [weak self] in self?.deliver($0) }
        rooms.changed = { [weak self] in self?.tellWatchers(of: $0) }
        rooms.isWatched = { [weak self] in self?.watches.isWatched($0) == true }
        rooms.store?.start()
        neighbours?.heard = { [weak self] in self?.heard($0, $1, except: $2) }
        neighbours?.start()
    }

    func clientConnected(_ client: SocketClient) {
        clients[client.id] = Client(socket: client, lastHeard: now)
    }

    func clientDisconnected(_ client: SocketClient) {
        clients[client.id] = nil
        for room in watches.disconnected(client.id) { rooms.look(at: room) }
        // Everybody goes: calls go on without us, and nobody is to take the others for lost. Other servers hear of
        // those who do not come back when this one has been gone for a while.
        guard !isDraining else { return }
        for room in rooms.directory.rooms(touchedBy: client.id) {
            rooms.submit(
                SharedRooms.Change(
                    room: room,
                    apply: { [id = client.id, now] in
                        Outcome(reply: .silence, effects: $0.disconnected(id, from: room, now: now))
                    },
                    done: { [weak self] outcome, _ in
                        self?.rooms.perform(outcome.effects, room)
                        self?.look(after: room)
                    }
                )
            )
        }
    }

    func draining(over time: Duration) {
        isDraining = true
        guard time > .zero else { return }
        let event = ServerEvent.closing(seconds: Int(time.components.seconds)).socketEvent
        for client in clients.values { client.socket.emit(event) }
    }

    /// Gives a room a key, or takes it away; who is inside stays.
    func setKeys(_ keys: RoomKeys?, of room: RoomName) {
        rooms.directory.update(room) { $0.admission = (keys?.admission).map(SecretHash.init(of:)) }
        tellWatchers(of: room)
    }

    /// Lets people without its link ask for a room's key, or no more.
    func handOut(_ key: String?, at room: RoomName) {
        rooms.perform(rooms.directory.handOut(key, at: room), room)
    }

    func received(_ event: SocketEvent, ack: Int?, from client: SocketClient) {
        clients[client.id]?.lastHeard = now
        switch client.countEvent() {
        case .within: handle(event, ack: ack, from: client)
        case .over: answer(.refused(Self.tooFast), to: event.name, ack: ack, client)
        case .hopeless:
            logger.debug("client closed", metadata: ["reason": "events come too fast"])
            counters.tooFast += 1
            client.close()
        }
    }

    /// Lets those go who are in no room and have said nothing for long.
    func tick() {
        let late = clients.values.filter { client in
            now - client.lastHeard > idleTimeout && rooms.directory.rooms(of: client.socket.id).isEmpty
        }
        for client in late { client.socket.close() }
    }

    private static let tooFast = SignalingRefusal(code: .rate, message: "Too many events; wait a little")
    private static let keyless = SignalingRefusal(code: .denied, message: "A page of another server needs a room's key")
    static let tooManyJoins = SignalingRefusal(
        code: .rate,
        message: "Too many people join from your network at once; try again in a minute"
    )

    private func handle(_ event: SocketEvent, ack: Int?, from client: SocketClient) {
        do throws(MalformedEvent) {
            if let request = try WatchEvent(event) {
                return watch(request, as: event.name, ack: ack, client)
            }
            guard let request = try ClientEvent(event, limits: rooms.directory.limits) else {
                let refusal = SignalingRefusal(code: .badRequest, message: "The event is unknown")
                if let ack { client.acknowledge(ack, EventReply.refused(refusal).arguments) }
                return
            }
            if case .join(_, let join) = request, client.isForeignPage, join?.admission == nil {
                return answer(.refused(Self.keyless), to: event.name, ack: ack, client)
            }
            guard let change = change(request, from: client) else {
                return answer(.refused(Self.tooManyJoins), to: event.name, ack: ack, client)
            }
            rooms.submit(
                SharedRooms.Change(room: request.room, kind: request.kind, isRequest: true, apply: change) {
                    [weak self] outcome, isDegraded in
                    guard let self else { return }
                    count(request, outcome.reply)
                    answer(outcome.reply, to: event.name, ack: ack, client, isDegraded: isDegraded)
                    rooms.perform(outcome.effects, request.room)
                    tellNeighbours(request, outcome.reply, from: client.id)
                }
            )
        } catch {
            answer(.refused(error.refusal), to: event.name, ack: ack, client)
        }
    }

    /// What a request does to the rooms; nil where too many join from one place.
    private func change(
        _ request: ClientEvent,
        from client: SocketClient
    ) -> ((inout RoomDirectory) -> Outcome)? {
        let id = client.id
        guard case .join(let room, let join) = request else { return { $0.handle(request, from: id) } }
        guard joins.admits(client.address, now: now) else { return nil }
        let token = RandomIdentifier.make()
        let ticket = RoomDirectory.Ticket(
            peer: PeerID(RandomIdentifier.make()),
            resume: token,
            resumeHash: SecretHash(of: token),
            shown: join?.resume.map(SecretHash.init(of:)),
            admission: join?.admission.map(SecretHash.init(of:)),
            isByInvitation: isByInvitation(client)
        )
        return { [weak self, now] directory in
            // Whoever hung up before it was their turn gets no seat, which nobody would take from them.
            guard self?.clients[id] != nil else { return Outcome(reply: .silence) }
            return directory.join(room, join, from: id, ticket: ticket, now: now)
        }
    }

    private func count(_ request: ClientEvent, _ reply: RoomDirectory.Reply) {
        switch (request, reply) {
        case (.join, .joined), (.join, .done): counters.joins += 1
        case (.relay, .done), (.negotiate, .done), (.state, .done): counters.relayed += 1
        default: break
        }
    }

    func answer(
        _ reply: RoomDirectory.Reply,
        to event: String,
        ack: Int?,
        _ client: SocketClient,
        isDegraded: Bool = false
    ) {
        if case .refused(let refusal) = reply { counters.refused[refusal.code.rawValue, default: 0] += 1 }
        switch (reply, ack) {
        case (.joined(var acknowledgement), .some(let ack)):
            let relays = turn.map { [$0.iceServer(for: acknowledgement.you, now: time(nil))] } ?? []
            acknowledgement.iceServers = iceServers + relays
            acknowledgement.isDegraded = isDegraded
            client.acknowledge(ack, JoinReply.accepted(acknowledgement, rooms.directory.limits).arguments)
        case (.done, .some(let ack)): client.acknowledge(ack, EventReply.done.arguments)
        case (.refused(let refusal), .some(let ack)):
            client.acknowledge(ack, EventReply.refused(refusal).arguments)
        case (.refused(let refusal), .none):
            logger.debug("refused", metadata: ["event": "\(event)", "code": "\(refusal.code.rawValue)"])
            client.emit(ServerEvent.refused(event: event, refusal).socketEvent)
        case (.silence, .some(let ack)):
            let refusal = SignalingRefusal(code: .roomFull, message: "There is no seat")
            client.acknowledge(ack, EventReply.refused(refusal).arguments)
        case (.joined, .none), (.done, .none), (.silence, .none): break
        }
    }

    private func deliver(_ message: NodeMessage) {
        switch message {
        case .emit(let client, let event): clients[client]?.socket.emit(event)
        case .disconnect(let client): clients[client]?.socket.close()
        }
    }

    private static func clock(since start: NIODeadline) -> ClockReading {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return ClockReading(
            monotonic: .nanoseconds((NIODeadline.now() - start).nanoseconds),
            sinceEpoch: .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        )
    }

    var now: Duration { .nanoseconds((NIODeadline.now() - start).nanoseconds) }
}

extension ClientEvent {
    /// What it needs of a room.
    fileprivate var kind: SharedRooms.Change.Kind {
        switch self {
        case .join: .arrival
        case .relay, .negotiate, .state: .relay
        case .leave, .lock, .decide: .ordinary
        }
    }
}

extension SecretHash {
    init(of secret: String) { self.init(bytes: Array(SHA256.hash(data: Array(secret.utf8)))) }
}
