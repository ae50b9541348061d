// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import SocketIONIO

extension RoomApplication {
    /// Somebody outside wants to know who is in a room, or does not any longer.
    func watch(_ request: WatchEvent, as event: String, ack: Int?, _ client: SocketClient) {
        var refusal: SignalingRefusal?
        switch request {
        case .watch(let room, let proof):
            // Asking for rooms by name is guessing at them, as joining is.
            if joins.admits(client.address, now: now) {
                let pass = RoomWatches.Pass(
                    admission: proof.map(SecretHash.init(of:)),
                    isByInvitation: client.isForeignPage || isByInvitation(client)
                )
                refusal = watches.watch(room, pass, from: client.id)
            } else {
                refusal = Self.tooManyJoins
            }
        case .unwatch(let room): watches.unwatch(room, from: client.id)
        }
        answer(refusal.map { .refused($0) } ?? .done, to: event, ack: ack, client)
        rooms.look(at: request.room)
    }

    /// A room may have changed: tells those who were told otherwise.
    func tellWatchers(of name: RoomName) {
        for notice in watches.update(name, rooms.directory.rooms[name]) {
            clients[notice.connection]?.socket.emit(notice.presence.socketEvent)
        }
    }

    /// True for clients that only see rooms with a key.
    func isByInvitation(_ client: SocketClient) -> Bool { invitesStrangers && client.address?.isLoopback == false }
}
