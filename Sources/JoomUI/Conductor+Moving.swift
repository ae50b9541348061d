// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets
import RoomProtocol

/// A room of this computer that goes on at a server, for people who are not on its network.
extension Conductor {
    /// Follows the owners of rooms that we are in.
    func followMoves() {
        mover = Task { [weak self, happenings = controller.happenings()] in
            for await happening in happenings {
                if case .moved(let owner, let invitation) = happening { await self?.follow(owner, to: invitation) }
            }
        }
    }

    /// The servers to propose: the one that was typed last, then those of rooms before.
    var knownServers: [ServerAddress] {
        let typed = memory.server.isEmpty ? nil : try? ServerAddress(typed: memory.server)
        let all = [typed].compactMap { $0 } + memory.recentRooms.servers
        return all.filter { $0.certificate == nil && LinkReach($0) != .thisComputer }
    }

    /// Moves the room to a server with everybody who is in it, or says why not.
    func moveRoom(to text: String) {
        let snapshot = controller.snapshot
        guard snapshot.isHostedHere, case .joined(let room) = snapshot.phase else { return }
        guard snapshot.isOwner else { return say(tr("Only the owner of the room can move it.")) }
        var generator = SystemRandomNumberGenerator()
        do throws(LinkError) {
            let server = try ServerAddress(typed: text)
            if let immobile = controller.immobile(to: server).first { return say(UserText.sentence(immobile)) }
            let secret = try RoomLink.Secret(key: invitation.secret(using: &generator).key)
            let link = RoomLink(server: server, room: room, secret: secret)
            journeyToServer(link)
        } catch {
            say(UserText.sentence(error))
        }
    }

    private func journeyToServer(_ link: RoomLink) {
        guard let keys = link.keys else { return }
        window?.toast(tr("Moving the room to {server}…", ["server": link.server.host]))
        Task { [weak self, controller] in
            do throws(MoveFailure) {
                try await controller.move(to: link.server, keys: keys, telling: link.webText)
                self?.arrived(by: link)
                self?.window?.toast(tr("The room is at {server} now. Send its new link.", ["server": link.server.host]))
            } catch {
                self?.say(UserText.sentence(error, link.server))
            }
        }
    }

    private func follow(_ owner: ParticipantID, to text: String) async {
        let snapshot = controller.snapshot
        let name = snapshot.participants.first { $0.id == owner }?.name
        guard let link = try? RoomLink(text), let keys = link.keys, snapshot.room == link.room else { return }
        do throws(MoveFailure) {
            try await controller.move(to: link.server, keys: keys, telling: nil)
            arrived(by: link)
            let values: KeyValuePairs = ["name": UserText.person(name), "server": link.server.host]
            window?.toast(tr("{name} moved the room to {server}. The call goes on.", values))
        } catch {
            say(UserText.sentence(error, link.server))
        }
    }

    /// The room of this computer is none any more.
    private func arrived(by link: RoomLink) {
        invitation.entered = link
        if invitation.door != .closed { openToNetwork(false) }
        let request = JoinRequest(destination: .link(link))
        lastRequest = request
        changeRecentRooms {
            $0.add(request)
            if controller.snapshot.isKeyLoose { $0.markLoose(request) }
        }
        window?.update(controller.snapshot)
    }
}

extension UserText {
    /// Why the room stays where it is.
    static func sentence(_ failure: MoveFailure, _ server: ServerAddress) -> String {
        let values: KeyValuePairs = ["server": server.host]
        return switch failure {
        case .notNow: tr("The room cannot be moved at the moment. Wait until everybody is connected, and try again.")
        case .unreachable(let failure):
            tr("{reason} The room stays where it is.", ["reason": sentence(failure)])
        case .refused(let refusal) where refusal.code == .denied:
            tr("Somebody has a room of this name at {server} already. Meet in a new room.", values)
        case .refused(let refusal): sentence(refusal)
        case .hidden:
            tr(
                "You use relays only, and {server} would see your address: open the room’s new link to go there.",
                values
            )
        }
    }

    /// Who keeps the room from being moved.
    static func sentence(_ immobile: Immobile) -> String {
        let values: KeyValuePairs = ["name": person(immobile.name)]
        return switch immobile.reason {
        case .unable:
            tr(
                "{name} cannot come along: their program follows to no other server, or is not connected at the moment. The room stays where it is.",
                values
            )
        case .needsTLS:
            tr(
                "{name} is in a browser, which follows only to servers with https. The room stays where it is: enter the address of one with https.",
                values
            )
        }
    }

    static func stayedBehind(_ name: String?) -> String {
        tr(
            "{name} did not get to the new server. You still see and hear each other; send them the new link.",
            ["name": person(name)]
        )
    }
}
