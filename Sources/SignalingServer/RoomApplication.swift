// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto
import JoomModel
import Logging
import NIOCore
import RoomProtocol
import SocketIOCore
import SocketIONIO

/// Runs the room rules for a Socket.IO server; confined to its event loop.
final class RoomApplication: SocketIOApplication {
    private var directory: RoomDirectory
    private var clients: [SocketID: SocketClient] = [:]
    private let site: GuestSite
    private let logger: Logger
    private let start = NIODeadline.now()

    init(configuration: ServerConfiguration, logger: Logger) {
        directory = RoomDirectory(
            limits: RoomLimits(members: configuration.capacity),
            iceServers: configuration.iceServers
        )
        site = GuestSite(page: configuration.guestPage)
        self.logger = logger
    }

    func respond(to request: HTTPRequest) -> HTTPResponse { site.respond(to: request) }

    func clientConnected(_ client: SocketClient) { clients[client.id] = client }

    func clientDisconnected(_ client: SocketClient) {
        clients[client.id] = nil
        perform(directory.disconnected(client.id, now: now))
    }

    func received(_ event: SocketEvent, ack: Int?, from client: SocketClient) {
        do throws(MalformedEvent) {
            guard let request = try ClientEvent(event, limits: directory.limits) else {
                let refusal = SignalingRefusal(code: .badRequest, message: "The event is unknown")
                if let ack { client.acknowledge(ack, EventReply.refused(refusal).arguments) }
                return
            }
            let outcome = outcome(of: request, from: client.id)
            answer(outcome.reply, to: event.name, ack: ack, client)
            perform(outcome.effects)
        } catch {
            answer(.refused(error.refusal), to: event.name, ack: ack, client)
        }
    }

    private func outcome(of request: ClientEvent, from client: SocketID) -> RoomDirectory.Outcome {
        guard case .join(let room, let join) = request else { return directory.handle(request, from: client) }
        let token = RandomIdentifier.make()
        let ticket = RoomDirectory.Ticket(
            peer: PeerID(RandomIdentifier.make()),
            resume: token,
            resumeHash: SecretHash(of: token),
            shown: join?.resume.map(SecretHash.init(of:)),
            admission: join?.admission.map(SecretHash.init(of:))
        )
        return directory.join(room, join, from: client, ticket: ticket, now: now)
    }

    private func answer(_ reply: RoomDirectory.Reply, to event: String, ack: Int?, _ client: SocketClient) {
        switch (reply, ack) {
        case (.joined(let acknowledgement), .some(let ack)):
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
            case .emit(let client, let event): clients[client]?.emit(event.socketEvent)
            case .disconnect(let client): clients[client]?.close()
            }
        }
    }

    private var now: Duration { .nanoseconds((NIODeadline.now() - start).nanoseconds) }
}

extension SecretHash {
    init(of secret: String) { self.init(bytes: Array(SHA256.hash(data: Array(secret.utf8)))) }
}
