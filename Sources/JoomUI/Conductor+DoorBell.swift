// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets
import PluginKit

/// Rooms that a person wants to hear from while Joom runs.
extension Conductor {
    func makeBell() -> DoorBell {
        DoorBell(
            DoorBell.Surroundings(
                open: { [weak self] in self?.plugins.registry.signaling?.makeWatcher(at: $0) },
                isInside: { [weak self] in self?.isInside($0) ?? false },
                ownName: { [weak self] in self.flatMap { $0.name.isEmpty ? nil : $0.name } },
                ring: { [weak self] request, names in self?.ring(request, names) },
                complain: { [weak self] server, refusal in self?.say(UserText.sentence(refusal, from: server)) }
            )
        )
    }

    /// Listens at the rooms that are to be watched, as they are remembered now.
    func listenAtDoors() {
        let wanted = memory.recentRooms.watched
        watched = wanted
        showWatching()
        let before = bellwork
        bellwork = Task { [weak self, host] in
            await before?.value
            var rooms: [DoorBell.Room] = []
            for request in wanted.sorted(by: { $0.token < $1.token }) {
                // Where no room can be hosted, nobody comes into one.
                let here = request.wantedServer == nil ? try? await host.address() : nil
                guard let server = request.wantedServer ?? here else { continue }
                rooms.append(DoorBell.Room(request: request, server: server))
            }
            self?.bell.listen(at: rooms)
        }
    }

    /// Rings when somebody comes into a room, or no more.
    func watch(_ room: JoinRequest, _ isOn: Bool) {
        changeRecentRooms { $0.watch(room, isOn) }
        guard isOn else { return ring(room, []) }
        window?.toast(
            tr("Joom tells you when somebody comes into {room}, while it runs.", ["room": room.room.rawValue])
        )
    }

    /// The same for the room that we are in.
    func watchThisRoom(_ isOn: Bool) {
        guard let request = requestOfThisRoom else { return }
        watch(request, isOn)
    }

    /// Enters the room of a notification, if it is still known.
    func answer(token: String) {
        guard let request = memory.recentRooms.rooms.first(where: { $0.token == token }) else { return }
        if !isInside(request) { perform(.join(request)) }
    }

    /// Shows in the menu whether the room that we are in is watched.
    func showWatching() {
        let request = requestOfThisRoom
        window?.isRoomWatched = request.map { watched.contains($0) }
        bell.note(inside: request)
    }

    private var requestOfThisRoom: JoinRequest? {
        guard case .joined(let room) = snapshot.phase, let lastRequest, lastRequest.room == room, !lastRequest.isNearby
        else { return nil }
        return lastRequest
    }

    private func isInside(_ request: JoinRequest) -> Bool {
        guard let room = snapshot.room, let server = snapshot.server, room == request.room else { return false }
        return request.wantedServer.map { $0 == server } ?? snapshot.isHostedHere
    }

    private func ring(_ request: JoinRequest, _ names: [String?]) {
        notify(request.token, names.isEmpty ? nil : UserText.present(names, in: request.room))
    }
}

extension JoinRequest {
    /// Names the room for the desktop: the same in each start, and without its key.
    var token: String {
        let server = wantedServer?.description ?? ""
        return "\(server) \(room.rawValue)"
    }
}
