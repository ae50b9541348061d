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
    /// Somebody in the namespace.
    private struct Client {
        let socket: SocketClient
        var events: TokenBucket
        /// When it last said something.
        var lastHeard: Duration
    }

    private var directory: RoomDirectory
    private var watches = RoomWatches()
    private var clients: [SocketID: Client] = [:]
    private var joins: JoinLimiter
    private let events: RateLimit
    private let idleTimeout: Duration
    private let iceServers: [IceServer]
    private let turn: TurnService?
    private let site: GuestSite
    private let metricsReaders: [AddressRange]
    private let invitesStrangers: Bool
    private let logger: Logger
    private var counters = RoomCounters()
    private var isDraining = false
    private let start = NIODeadline.now()

    init(configuration: ServerConfiguration, logger: Logger) {
        let limits = configuration.limits
        directory = RoomDirectory(
            limits: RoomLimits(members: configuration.capacity, messageBytes: limits.messageBytes)
        )
        joins = JoinLimiter(limits.joins)
        events = limits.events ?? ServerLimits.events(seats: configuration.capacity)
        idleTimeout = limits.idleTimeout
        iceServers = configuration.iceServers + (configuration.stun.map { [$0.iceServer] } ?? [])
        turn = configuration.turn
        site = GuestSite(page: configuration.guestPage)
        metricsReaders = configuration.metricsReaders
        invitesStrangers = configuration.invitesStrangers
        self.logger = logger
    }

    func respond(to request: HTTPRequest, status: ServerStatus) -> HTTPResponse {
        switch request.path {
        case "/readyz": .text(status: status.isStopping ? 503 : 200, status.isStopping ? "stopping\n" : "ready\n")
        case "/metrics" where mayReadMetrics(request): .text(status: 200, metrics(status))
        case "/metrics": .text(status: 403, "Only addresses named in metrics_from may read this.\n")
        default: site.respond(to: request)
        }
    }

    /// What a stranger has forwarded may come from anybody.
    private func mayReadMetrics(_ request: HTTPRequest) -> Bool {
        guard let client = request.client, !request.isForwardedByStranger else { return false }
        return metricsReaders.contains { $0.contains(client) }
    }

    private func metrics(_ status: ServerStatus) -> String {
        let members = directory.rooms.values.reduce(0) { $0 + $1.members.count }
        return MetricsText.write(counters, rooms: directory.rooms.count, members: members, status: status)
    }

    func clientConnected(_ client: SocketClient) {
        clients[client.id] = Client(socket: client, events: TokenBucket(events, now: now), lastHeard: now)
    }

    func clientDisconnected(_ client: SocketClient) {
        clients[client.id] = nil
        watches.disconnected(client.id)
        let effects = directory.disconnected(client.id, now: now)
        // Everybody goes: calls go on without us, and nobody is to take the others for lost.
        if !isDraining { perform(effects) }
    }

    func draining(over time: Duration) {
        isDraining = true
        guard time > .zero else { return }
        let event = ServerEvent.closing(seconds: Int(time.components.seconds)).socketEvent
        for client in clients.values { client.socket.emit(event) }
    }

    /// Gives a room a key, or takes it away; who is inside stays.
    func setKeys(_ keys: RoomKeys?, of room: RoomName) {
        directory.update(room) { $0.admission = (keys?.admission).map(SecretHash.init(of:)) }
        tellWatchers()
    }

    func received(_ event: SocketEvent, ack: Int?, from client: SocketClient) {
        clients[client.id]?.lastHeard = now
        switch clients[client.id]?.events.take(at: now) {
        case .within, nil: handle(event, ack: ack, from: client)
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
            now - client.lastHeard > idleTimeout && directory.rooms(of: client.socket.id).isEmpty
        }
        for client in late { client.socket.close() }
    }

    private static let tooFast = SignalingRefusal(code: .rate, message: "Too many events; wait a little")
    private static let tooManyJoins = SignalingRefusal(
        code: .rate,
        message: "Too many people join from your network at once; try again in a minute"
    )

    private func handle(_ event: SocketEvent, ack: Int?, from client: SocketClient) {
        do throws(MalformedEvent) {
            if let request = try WatchEvent(event) {
                return watch(request, as: event.name, ack: ack, client)
            }
            guard let request = try ClientEvent(event, limits: directory.limits) else {
                let refusal = SignalingRefusal(code: .badRequest, message: "The event is unknown")
                if let ack { client.acknowledge(ack, EventReply.refused(refusal).arguments) }
                return
            }
            let outcome = outcome(of: request, from: client)
            count(request, outcome.reply)
            answer(outcome.reply, to: event.name, ack: ack, client)
            perform(outcome.effects)
        } catch {
            answer(.refused(error.refusal), to: event.name, ack: ack, client)
        }
    }

    private func watch(_ request: WatchEvent, as event: String, ack: Int?, _ client: SocketClient) {
        var refusal: SignalingRefusal?
        switch request {
        case .watch(let room, let proof):
            // Asking for rooms by name is guessing at them, as joining is.
            if joins.admits(client.address, now: now) {
                let pass = RoomWatches.Pass(
                    admission: proof.map(SecretHash.init(of:)),
                    isByInvitation: isByInvitation(client)
                )
                refusal = watches.watch(room, pass, from: client.id)
            } else {
                refusal = Self.tooManyJoins
            }
        case .unwatch(let room): watches.unwatch(room, from: client.id)
        }
        answer(refusal.map { .refused($0) } ?? .done, to: event, ack: ack, client)
        directory.changed.insert(request.room)
        tellWatchers()
    }

    private func tellWatchers() {
        for name in directory.changed {
            for notice in watches.update(name, directory.rooms[name]) {
                clients[notice.connection]?.socket.emit(notice.presence.socketEvent)
            }
        }
        directory.changed = []
    }

    private func isByInvitation(_ client: SocketClient) -> Bool {
        invitesStrangers && client.address?.isLoopback == false
    }

    private func outcome(of request: ClientEvent, from client: SocketClient) -> RoomDirectory.Outcome {
        guard case .join(let room, let join) = request else { return directory.handle(request, from: client.id) }
        guard joins.admits(client.address, now: now) else {
            return RoomDirectory.Outcome(reply: .refused(Self.tooManyJoins))
        }
        let token = RandomIdentifier.make()
        let ticket = RoomDirectory.Ticket(
            peer: PeerID(RandomIdentifier.make()),
            resume: token,
            resumeHash: SecretHash(of: token),
            shown: join?.resume.map(SecretHash.init(of:)),
            admission: join?.admission.map(SecretHash.init(of:)),
            isByInvitation: isByInvitation(client)
        )
        return directory.join(room, join, from: client.id, ticket: ticket, now: now)
    }

    private func count(_ request: ClientEvent, _ reply: RoomDirectory.Reply) {
        switch (request, reply) {
        case (.join, .joined), (.join, .done): counters.joins += 1
        case (.relay, .done), (.negotiate, .done), (.state, .done): counters.relayed += 1
        default: break
        }
    }

    private func answer(_ reply: RoomDirectory.Reply, to event: String, ack: Int?, _ client: SocketClient) {
        if case .refused(let refusal) = reply { counters.refused[refusal.code.rawValue, default: 0] += 1 }
        switch (reply, ack) {
        case (.joined(var acknowledgement), .some(let ack)):
            let relays = turn.map { [$0.iceServer(for: acknowledgement.you, now: time(nil))] } ?? []
            acknowledgement.iceServers = iceServers + relays
            client.acknowledge(ack, JoinReply.accepted(acknowledgement, directory.limits).arguments)
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

    private func perform(_ effects: [RoomDirectory.Effect]) {
        for effect in effects {
            switch effect {
            case .emit(let client, let event): clients[client]?.socket.emit(event.socketEvent)
            case .disconnect(let client): clients[client]?.socket.close()
            }
        }
        tellWatchers()
    }

    private var now: Duration { .nanoseconds((NIODeadline.now() - start).nanoseconds) }
}

extension SecretHash {
    init(of secret: String) { self.init(bytes: Array(SHA256.hash(data: Array(secret.utf8)))) }
}

extension HTTPResponse {
    fileprivate static func text(status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [Header("Content-Type", "text/plain; charset=utf-8"), Header("Cache-Control", "no-store")],
            body: Array(text.utf8)
        )
    }
}
