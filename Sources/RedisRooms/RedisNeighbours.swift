// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import Logging
public import NIOCore
public import SignalingServer
public import SocketIOCore

/// Node servers with the Redis adapter of Socket.IO, beside which ours stand as one more (its classic form, version 8).
///
/// They listen to a pattern; we to the channels of rooms that somebody is in. Nothing is heard on the channels on which
/// they ask each other for clients: who does not listen there is not waited for.
public final class RedisNeighbours: RoomNeighbours {
    private static let channel = "socket.io#/#"

    /// Hears what their clients say.
    public var heard: ((RoomName, SocketEvent, Set<SocketID>) -> Void)?
    /// True while Redis is there.
    public private(set) var isConnected = false
    private let link: RedisLink
    /// This server's name in front of what it says, so that it does not hear itself.
    private let name: String
    private var rooms: Set<RoomName> = []

    /// Prepares the connection.
    ///
    /// - Parameters:
    ///   - address: where Redis is.
    ///   - name: this server; the first six letters have to differ from others'.
    ///   - eventLoop: where everything happens.
    ///   - logger: hears when Redis is lost and found.
    public init(_ address: RedisAddress, name: NodeID, eventLoop: any EventLoop, logger: Logger) {
        self.name = String(name.rawValue.prefix(6))
        link = RedisLink(address, eventLoop: eventLoop, logger: logger)
        link.opened = { [weak self] in self?.opened() }
        link.lost = { [weak self] in self?.isConnected = false }
        link.heard = { [weak self] in self?.received($1, on: $0) }
    }

    /// Connects.
    public func start() { link.start() }

    /// Sends SUBSCRIBE or UNSUBSCRIBE.
    public func hear(_ room: RoomName, _ isHeard: Bool) {
        guard rooms.contains(room) != isHeard else { return }
        if isHeard {
            rooms.insert(room)
            link.subscribe(to: Self.channel(room))
        } else {
            rooms.remove(room)
            link.unsubscribe(from: Self.channel(room))
        }
    }

    /// Sends PUBLISH.
    public func tell(_ room: RoomName, _ event: SocketEvent, from connection: SocketID) {
        let message = ClassicMessage(
            server: name,
            event: event,
            rooms: [room.rawValue],
            except: [connection.rawValue]
        )
        link.send([Array("PUBLISH".utf8), Array(Self.channel(room).utf8), message.bytes])
    }

    private func opened() {
        isConnected = true
        link.subscribe(to: Self.channel)
        for room in rooms { link.subscribe(to: Self.channel(room)) }
    }

    private func received(_ bytes: [UInt8], on channel: String) {
        guard let message = ClassicMessage(bytes), message.server != name else { return }
        for room in message.rooms {
            guard let room = try? RoomName(room), rooms.contains(room) else { continue }
            heard?(room, message.event, Set(message.except.map(SocketID.init)))
        }
    }

    private static func channel(_ room: RoomName) -> String { "\(channel)\(room)#" }
}
