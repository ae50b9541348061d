// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol
import SocketIOCore
import SocketIONIO

extension RoomApplication {
    /// What the clients of other kinds of servers understand of an event, in the seed's own form.
    func tellNeighbours(_ request: ClientEvent, _ reply: RoomDirectory.Reply, from client: SocketID) {
        guard let neighbours else { return }
        look(after: request.room)
        switch (request, reply) {
        case (.join, .joined), (.join, .done):
            neighbours.tell(request.room, ServerEvent.welcome(RemotePeer(id: nil)).socketEvent, from: client)
        case (.relay(let value, _, let routing), .done) where routing.peer == nil:
            neighbours.tell(request.room, ServerEvent.relay(value, Routing()).socketEvent, from: client)
        default: break
        }
    }

    /// Hears neighbours in a room as long as somebody is in.
    func look(after room: RoomName) { neighbours?.hear(room, rooms.directory.rooms[room] != nil) }

    /// Tells our clients in a room what a neighbour's client said.
    func heard(_ room: RoomName, _ event: SocketEvent, except: Set<SocketID>) {
        guard event.name == "welcome" || RelayedValue.Kind(rawValue: event.name) != nil else { return }
        for member in rooms.directory.rooms[room]?.members ?? [] where !except.contains(member.connection) {
            clients[member.connection]?.socket.emit(event)
        }
    }
}
