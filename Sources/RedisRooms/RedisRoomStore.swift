// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import Logging
public import NIOCore
public import SignalingServer

/// Rooms that servers share through Redis: `joom:room:ROOM` is both the key of its record and the channel on which it
/// is talked about, `joom:node:NODE` is there as long as a server is (Protocol.md section 9).
public final class RedisRoomStore: RoomStore {
    /// How long a server counts as there after it was last heard of; the others look each second.
    static let lease = Duration.seconds(7)
    /// How often rooms are told that they are still held, and how long they are kept then.
    private static let refresh = Duration.seconds(600)
    private static let lifetime = Duration.seconds(3_600)
    private static let key = "joom:room:"
    /// In front of what servers say, where a change has `room REVISION RECORD`.
    private static let said = "said "

    /// Who hears of what happens.
    public weak var delegate: (any RoomStoreDelegate)?
    private let link: RedisLink
    private let node: NodeID
    private var commitScript = ""
    private let zero = NIODeadline.now()
    private var connectedSince = Duration.zero
    private var refreshedAt = Duration.zero

    /// True where libhiredis is installed, without which there is no store.
    public static var isAvailable: Bool { RedisReader.isAvailable }

    /// Prepares a store.
    ///
    /// - Parameters:
    ///   - address: where Redis is.
    ///   - node: this server.
    ///   - eventLoop: where everything happens.
    ///   - logger: hears when Redis is lost and found.
    public init(_ address: RedisAddress, node: NodeID, eventLoop: any EventLoop, logger: Logger) {
        self.node = node
        link = RedisLink(address, eventLoop: eventLoop, logger: logger)
        link.opened = { [weak self] in self?.opened() }
        link.lost = { [weak self] in self?.delegate?.storeLost() }
        link.heard = { [weak self] in self?.heard($0, $1) }
        link.beat = { [weak self] in self?.beat() }
    }

    /// Connects, and renews the lease each second from then on.
    public func start() { link.start() }

    private func opened() {
        renew()
        link.send(["SCRIPT", "LOAD", RedisScripts.commit]) { [weak self] reply in
            guard let self else { return }
            commitScript = reply.text ?? ""
            (connectedSince, refreshedAt) = (now, now)
            delegate?.storeConnected()
        }
    }

    private func beat() {
        renew()
        if now - refreshedAt > Self.refresh {
            refreshedAt = now
            for room in link.channels { link.send(["PEXPIRE", room.name, Self.milliseconds(Self.lifetime)]) }
        }
        delegate?.storeBeat()
    }

    private func renew() { link.send(["SET", Self.key(node), "1", "PX", Self.milliseconds(Self.lease)]) }

    private func heard(_ channel: String, _ bytes: [UInt8]) {
        guard let room = Self.room(on: channel) else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        if text.hasPrefix(Self.said) {
            delegate?.heard(String(text.dropFirst(Self.said.count)), in: room)
            return
        }
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "room", let revision = Int(parts[1]) else { return }
        delegate?.changed(room, Self.stored(revision, String(parts[2])))
    }

    // MARK: - Rooms

    /// Sends SUBSCRIBE.
    public func subscribe(to room: RoomName, _ answer: @escaping () -> Void) {
        link.subscribe(to: Self.key(room), answer)
    }

    /// Sends UNSUBSCRIBE.
    public func unsubscribe(from room: RoomName) { link.unsubscribe(from: Self.key(room)) }

    /// Reads the hash.
    public func load(_ room: RoomName, _ answer: @escaping (StoredRoom) -> Void) {
        link.send(["HMGET", Self.key(room), "revision", "record"]) { reply in
            let parts = reply.parts
            answer(Self.stored(parts.first?.integer ?? 0, parts.last?.text))
        }
    }

    /// Runs `RedisScripts.commit`.
    public func commit(
        _ room: RoomName,
        _ record: String?,
        lifetime: Duration,
        replacing revision: Int,
        saying messages: [String],
        _ answer: @escaping (CommitAnswer) -> Void
    ) {
        let key = Self.key(room)
        let arguments = ["\(revision)", record ?? "null", Self.milliseconds(lifetime), key]
        link.send(["EVALSHA", commitScript, "1", key] + arguments + messages.map { Self.said + $0 }) { reply in
            let parts = reply.parts
            guard let isDone = parts.first?.integer, let revision = parts.dropFirst().first?.integer else { return }
            let isConflict = isDone != 1
            answer(isConflict ? .conflict(Self.stored(revision, parts.last?.text)) : .done(revision: revision))
        }
    }

    /// Sends PUBLISH.
    public func publish(_ message: String, in room: RoomName) {
        link.send(["PUBLISH", Self.key(room), Self.said + message])
    }

    /// Looks for the servers' leases.
    public func lapsed(among nodes: Set<NodeID>, _ answer: @escaping (Set<NodeID>) -> Void) {
        // A Redis that was just started knows of no server until each had the time to say that it is there.
        guard now - connectedSince > Self.lease else { return answer([]) }
        let nodes = Array(nodes)
        link.send(["MGET"] + nodes.map(Self.key)) { reply in
            let gone = zip(nodes, reply.parts).filter { $0.1 == .null }
            answer(Set(gone.map(\.0)))
        }
    }

    /// The room that a channel is for; nil for none.
    ///
    /// A name may begin with a mark that belongs to the letter before it, so bytes are compared and not letters.
    static func room(on channel: String) -> RoomName? {
        guard channel.utf8.starts(with: key.utf8) else { return nil }
        return try? RoomName(String(Substring(channel.utf8.dropFirst(key.utf8.count))))
    }

    private static func key(_ room: RoomName) -> String { "\(key)\(room)" }

    private static func key(_ node: NodeID) -> String { "joom:node:\(node)" }

    private static func milliseconds(_ time: Duration) -> String { "\(time.components.seconds * 1_000)" }

    private static func stored(_ revision: Int, _ record: String?) -> StoredRoom {
        StoredRoom(revision: revision, record: record == "null" ? nil : record)
    }

    private var now: Duration { .nanoseconds((NIODeadline.now() - zero).nanoseconds) }
}
