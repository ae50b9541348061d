// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit
import Synchronization

/// A server in memory: relays between the channels that were made, like ours (names and acknowledgements) or like a
/// seed server (neither).
public final class InMemorySignaling: SignalingProvider {
    /// How it speaks.
    public enum Style: Sendable {
        /// Acknowledges, names peers, says good-bye.
        case joom
        /// Only relays.
        case seed
    }

    struct Member {
        let channel: InMemoryChannel
        let room: RoomName
        let peer: RemotePeer
    }

    struct Memory {
        var members: [Member] = []
        var channels: [InMemoryChannel] = []
        var refusal: SignalingRefusal?
        var isDown = false
        var capabilities: Set<String> = []
    }

    let style: Style
    let memory = Mutex(Memory())

    /// Starts with empty rooms.
    public init(style: Style = .joom) { self.style = style }

    /// Connects at once, unless the server is down.
    public func makeChannel(to server: ServerAddress) -> any SignalingChannel {
        let channel = InMemoryChannel(server: self)
        let isDown = memory.withLock { memory in
            memory.channels.append(channel)
            return memory.isDown
        }
        channel.report.yield(isDown ? .disconnected(.refused("down")) : .connected)
        return channel
    }

    /// Says something about the door to everybody.
    public func say(_ event: DoorEvent) {
        for channel in memory.withLock({ $0.channels }) { channel.say(event) }
    }

    /// Refuses everybody from now on; nil to stop.
    public func refuse(with refusal: SignalingRefusal?) { memory.withLock { $0.refusal = refusal } }

    /// Has everybody who comes from now on announce more than they do.
    public func announce(_ capabilities: Set<String>) { memory.withLock { $0.capabilities = capabilities } }

    /// Breaks all connections and forgets all members.
    public func goDown() {
        let channels = memory.withLock { memory in
            memory.isDown = true
            memory.members = []
            return memory.channels
        }
        for channel in channels { channel.report.yield(.disconnected(.lost("down"))) }
    }

    /// Comes back.
    public func comeUp() {
        let channels = memory.withLock { memory in
            memory.isDown = false
            return memory.channels
        }
        for channel in channels { channel.report.yield(.connected) }
    }

    func join(_ channel: InMemoryChannel, _ room: RoomName, _ options: JoinOptions) {
        memory.withLock { memory in
            guard !memory.isDown else { return }
            channel.report.yield(.joinSent)
            if let refusal = memory.refusal {
                channel.report.yield(.refused(refusal))
                return
            }
            let id: PeerID? = style == .joom ? options.peerID : nil
            let others = memory.members.filter { $0.room == room && $0.channel !== channel }
            memory.members.removeAll { $0.channel === channel }
            let capabilities = memory.capabilities.union(["joom/1"] + options.videoCodecs.map(\.capability))
            let peer = RemotePeer(id: id, name: options.name, capabilities: capabilities)
            memory.members.append(Member(channel: channel, room: room, peer: peer))
            if let id {
                let peers = others.map { RemotePeer(id: $0.peer.id, name: $0.peer.name) }
                channel.report.yield(.joined(JoinAcknowledgement(you: id, peers: peers, resume: "token")))
            }
            for other in others { other.channel.report.yield(.welcome(style == .joom ? peer : RemotePeer(id: nil))) }
        }
    }

    func relay(_ message: SignalingMessage, from channel: InMemoryChannel, _ routing: Routing) {
        memory.withLock { memory in
            guard let sender = memory.members.first(where: { $0.channel === channel }) else { return }
            for other in memory.members where other.room == sender.room && other.channel !== channel {
                switch style {
                case .joom:
                    guard routing.peer == nil || routing.peer == other.peer.id else { continue }
                    let back = Routing(peer: sender.peer.id, session: routing.session, mac: routing.mac)
                    other.channel.report.yield(.message(message, back))
                case .seed:
                    switch message {
                    case .offer, .answer, .ice: other.channel.report.yield(.message(message, Routing()))
                    case .negotiate, .state: break
                    }
                }
            }
        }
    }

    func leave(_ channel: InMemoryChannel) {
        memory.withLock { memory in
            guard let gone = memory.members.first(where: { $0.channel === channel }) else { return }
            memory.members.removeAll { $0.channel === channel }
            guard let id = gone.peer.id else { return }
            for other in memory.members where other.room == gone.room { other.channel.report.yield(.bye(id, .left)) }
        }
    }

    func close(_ channel: InMemoryChannel) {
        leave(channel)
        memory.withLock { $0.channels.removeAll { $0 === channel } }
    }
}

/// One end of it.
public final class InMemoryChannel: SignalingChannel {
    /// What the server says.
    public let events: AsyncStream<SignalingEvent>

    let report: AsyncStream<SignalingEvent>.Continuation
    private let server: InMemorySignaling
    private let asked = Mutex([DoorRequest]())

    init(server: InMemorySignaling) {
        self.server = server
        (events, report) = AsyncStream.makeStream()
    }

    /// Takes a seat.
    public func join(_ room: RoomName, options: JoinOptions) { server.join(self, room, options) }

    /// Relays.
    public func send(_ message: SignalingMessage, in room: RoomName, routing: Routing) {
        server.relay(message, from: self, routing)
    }

    /// Gives the seat up.
    public func leave(_ room: RoomName) { server.leave(self) }

    /// What was asked for, in order.
    public var requests: [DoorRequest] { asked.withLock { $0 } }

    /// Only remembers: the tests say what the server answers.
    public func request(_ request: DoorRequest, in room: RoomName) { asked.withLock { $0.append(request) } }

    /// Lets the server say something about the door.
    public func say(_ event: DoorEvent) { report.yield(.door(event)) }

    /// Disconnects.
    public func close() {
        server.close(self)
        report.finish()
    }
}
