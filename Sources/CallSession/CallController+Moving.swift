// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
public import JoomModel
public import PluginKit

/// Why the room could not be moved; everybody stays where they are.
public enum MoveFailure: Error, Hashable, Sendable {
    /// There is no call that could be moved, or another move is on.
    case notNow
    /// The other server cannot be reached.
    case unreachable(SignalingFailure)
    /// It gives us no seat, for instance because somebody has a room of this name there.
    case refused(SignalingRefusal)
    /// Somebody else chose the server, and would learn the address that we hide by using relays only.
    case hidden
}

/// Somebody who keeps a room from being moved.
public struct Immobile: Hashable, Sendable {
    /// Why they could not come along.
    public enum Reason: Hashable, Sendable {
        /// Another program than Joom, a page that follows nobody, or no connection at the moment.
        case unable
        /// A browser, which goes nowhere without TLS.
        case needsTLS
    }

    /// What they call themselves.
    public let name: String?
    /// Why they could not.
    public let reason: Reason
}

/// The room goes on at another server, and everybody's connections with it.
///
/// One who moves the room has a seat there before anybody hears of it; each who hears of it has one before the old server is
/// left. Nobody says good-bye there: what works goes on, and each meets the others again as after a lost server.
extension CallController {
    /// A seat at another server that is being taken.
    final class Move {
        let channel: any SignalingChannel
        let server: ServerAddress
        let keys: RoomKeys
        let invitation: String?
        let done: CheckedContinuation<Result<Void, MoveFailure>, Never>

        init(
            _ channel: any SignalingChannel,
            _ server: ServerAddress,
            _ keys: RoomKeys,
            _ invitation: String?,
            _ done: CheckedContinuation<Result<Void, MoveFailure>, Never>
        ) {
            self.channel = channel
            self.server = server
            self.keys = keys
            self.invitation = invitation
            self.done = done
        }
    }

    /// How long another server may take.
    private static let patience = Duration.seconds(15)
    /// How long the old server is to believe that we are still there, while the others move.
    private static let farewell = Duration.seconds(10)
    /// How long the others may take; longer than `patience`, so that those who cannot know it by then.
    private static let company = Duration.seconds(20)

    /// Those of the others who could not come along to a server.
    public func immobile(to server: ServerAddress) -> [Immobile] {
        call.participants.compactMap { participant in
            guard participant.isJoom, isReachable(participant) else {
                return Immobile(name: participant.name, reason: .unable)
            }
            guard participant.isGuest else { return nil }
            guard participant.canFollow else { return Immobile(name: participant.name, reason: .unable) }
            // A browser knows of no certificate that only a link vouches for.
            let isSafe = server.isSecure && server.certificate == nil
            return isSafe ? nil : Immobile(name: participant.name, reason: .needsTLS)
        }
    }

    /// Goes on in the room of the same name at another server.
    ///
    /// - Parameters:
    ///   - server: where.
    ///   - keys: what its link's key gives; nobody comes in there without.
    ///   - invitation: the link, told to all the others as the room's owner; nil to follow an owner who told us.
    /// - Throws: why we stay where we are.
    public func move(
        to server: ServerAddress,
        keys: RoomKeys,
        telling invitation: String?
    ) async throws(MoveFailure) {
        guard invitation != nil || !network.isRelayOnly else { throw .hidden }
        guard move == nil, case .joined(let room, isConfirmed: true) = call.phase, let you = call.you,
            let provider = registry.signaling
        else { throw .notNow }
        let channel = provider.makeChannel(to: server)
        var joining = JoinOptions(name: ownName, peerID: you, admission: keys.admission)
        joining.seal = keys.seal
        joining.videoCodecs = learnVideoCodecs()
        let limit = Task { [weak self, sleep = environment.sleep] in
            try? await sleep(Self.patience)
            if !Task.isCancelled { self?.endMove(channel, .unreachable(.timeout)) }
        }
        defer { limit.cancel() }
        let result: Result<Void, MoveFailure> = await withCheckedContinuation { done in
            move = Move(channel, server, keys, invitation, done)
            arrivalListener = Task { [weak self] in
                for await event in channel.events { self?.arrive(event, at: channel, room, joining) }
            }
        }
        try result.get()
    }

    /// Gives up a seat that is not ours yet, and those that we had.
    func forgetMoves() {
        if let channel = move?.channel { endMove(channel, .notNow) }
        for channel in formerChannels { channel.close() }
        formerChannels = []
    }

    /// The owner says that the room is elsewhere; whoever else says so is not believed.
    func heardMove(_ invitation: String, from participant: ParticipantID) {
        guard let owner = call.door.owner, participant.peer == owner else { return }
        happened(.moved(participant, invitation: invitation))
    }

    private func arrive(
        _ event: SignalingEvent,
        at channel: any SignalingChannel,
        _ room: RoomName,
        _ options: JoinOptions
    ) {
        guard move?.channel === channel else {
            if self.channel === channel { take(event) }
            return
        }
        switch event {
        case .connected: channel.join(room, options: options)
        case .joined(let acknowledgement): adopt(acknowledgement)
        case .refused(let refusal): endMove(channel, .refused(refusal))
        case .disconnected(let failure): endMove(channel, .unreachable(failure))
        case .joinSent, .welcome, .message, .bye, .door: break
        }
    }

    private func adopt(_ acknowledgement: JoinAcknowledgement) {
        guard let move else { return }
        self.move = nil
        let isProved = call.participants.allSatisfy { call.trust(in: $0).isSure }
        if let invitation = move.invitation {
            for link in shown.values { runners[link]?.sendData(MoveMessage.text(invitation)) }
        }
        let former = channel
        channelListener?.cancel()
        channelListener = arrivalListener
        arrivalListener = nil
        channel = move.channel
        server = move.server
        post(.user(.moved(move.keys, isProved: isProved)))
        post(.signaling(.joined(acknowledgement)))
        if let former { retire(former) }
        if move.invitation != nil { lookBack(move.channel) }
        move.done.resume(returning: .success(()))
    }

    private func endMove(_ channel: any SignalingChannel, _ failure: MoveFailure) {
        guard let move, move.channel === channel else { return }
        self.move = nil
        arrivalListener?.cancel()
        arrivalListener = nil
        channel.close()
        move.done.resume(returning: .failure(failure))
    }

    private func retire(_ channel: any SignalingChannel) {
        formerChannels.append(channel)
        Task { [weak self, sleep = environment.sleep] in
            try? await sleep(Self.farewell)
            channel.close()
            self?.formerChannels.removeAll { $0 === channel }
        }
    }

    /// Names those who did not come along, once they had the time.
    private func lookBack(_ channel: any SignalingChannel) {
        Task { [weak self, sleep = environment.sleep] in
            try? await sleep(Self.company)
            guard let self, self.channel === channel else { return }
            for participant in call.participants where participant.isDeparted {
                notify(.stayedBehind(participant.name))
                happened(.problem(.stayedBehind(participant.name)))
            }
        }
    }

    private func isReachable(_ participant: Participant) -> Bool {
        participant.currentLink.map { $0.path == .connected && runners[$0.id] != nil } ?? false
    }
}

extension Call.Trust {
    /// Nobody can be in between, so that a key reaches only whom it is for.
    fileprivate var isSure: Bool {
        switch self {
        case .byLink, .byWords: true
        case .unknown, .open, .changed: false
        }
    }
}
