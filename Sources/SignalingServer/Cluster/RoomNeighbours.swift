// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import SocketIOCore

/// Servers of another kind that have clients in the same rooms, and know nothing but the seed's events.
///
/// Everything happens on one event loop.
public protocol RoomNeighbours: AnyObject {
    /// Hears what their clients say in a room: the event, and connections that are not to hear it.
    var heard: ((RoomName, SocketEvent, Set<SocketID>) -> Void)? { get set }

    /// True while they can be reached.
    var isConnected: Bool { get }

    /// Connects, and goes on doing so whenever the connection is lost.
    func start()

    /// Hears a room or does not.
    func hear(_ room: RoomName, _ isHeard: Bool)

    /// Tells their clients in a room something that a client of ours said.
    func tell(_ room: RoomName, _ event: SocketEvent, from connection: SocketID)
}
