// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import RoomProtocol
import SocketIOCore
import SocketIONIO

/// Says in the call's words what the Socket.IO client reports; keeps nothing.
enum SignalingTranslation {
    /// Every join asks for its answer under this number: they are answered in the order they were asked.
    static let joinToken = 1

    static func events(for report: SocketIOClient.Event) -> [SignalingEvent] {
        switch report {
        case .connected: [.connected]
        case .disconnected(let failure): [.disconnected(SignalingFailure(failure))]
        case .event(let event): events(for: event)
        case .sent: [.joinSent]
        case .acknowledged(_, let arguments): events(forReply: arguments)
        // A lost connection is told as such; what is too large for the server no peer of ours writes.
        case .unacknowledged, .tooLarge, .ended: []
        }
    }

    private static func events(forReply arguments: [JSONValue]) -> [SignalingEvent] {
        // A malformed answer counts as none: the join was sent, as with a seed server.
        switch try? JoinReply(arguments) {
        case .accepted(let acknowledgement, _): [.joined(acknowledgement)]
        case .refused(let refusal): [.refused(refusal)]
        case nil: []
        }
    }

    private static func events(for event: SocketEvent) -> [SignalingEvent] {
        // Protocol.md: a client drops what is malformed and ignores what it does not know.
        guard let read = try? ServerEvent(event) else { return [] }
        switch read {
        case .welcome(let peer): return [.welcome(peer)]
        case .bye(let peer, let reason): return [.bye(peer, reason)]
        case .refused("join_room", let refusal): return [.refused(refusal)]
        case .relay, .negotiate, .state:
            guard let carried = try? read.message() else { return [] }
            return [.message(carried.message, carried.routing)]
        case .knock(let peer): return [.door(.knock(peer))]
        case .owner(let owner): return [.door(.owner(owner))]
        case .lock(let isLocked): return [.door(.lock(isLocked))]
        // The room that they name is the one that the channel asked for: it joins no other.
        case .admit(let room, let key): return [.door(.admit(handed(key, in: room)))]
        case .deny: return [.door(.deny)]
        case .closing(let seconds): return [.door(.closing(.seconds(seconds)))]
        case .refused(let event, let refusal):
            // What else may be refused, such as a candidate for somebody who just left, mends itself.
            let isOwners = event == "lock" || ClientEvent.OwnerDecision(rawValue: event) != nil
            return isOwners ? [.door(.refused(refusal))] : []
        }
    }

    private static func handed(_ key: String?, in room: RoomName) -> HandedKey? {
        guard let key, let secret = try? RoomLink.Secret(key: key) else { return nil }
        return HandedKey(key: key, keys: RoomKeys(secret, in: room))
    }
}

extension SignalingFailure {
    init(_ failure: ConnectionFailure) {
        self =
            switch failure {
            case .unknownHost(let host): .unknownHost(host)
            case .refused(let host): .refused(host)
            case .timeout: .timeout
            case .notSocketIO(let reason): .notSocketIO(reason)
            case .untrusted(let reason): .untrusted(reason)
            case .wrongCertificate(let host): .wrongCertificate(host)
            case .lost(let reason): .lost(reason)
            }
    }
}
