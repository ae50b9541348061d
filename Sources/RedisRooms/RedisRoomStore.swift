// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import Logging
public import NIOCore
public import SignalingServer

/// Rooms that servers share through Redis: `joom:room:ROOM` is both the key of its record and the channel on which it
/// is talked about, `joom:node:NODE` is there as long as a server is.
public final class RedisRoomStore: RoomStore {
    /// How long a server counts as there after it was last heard of; the others look each second.
    static let lease = Duration.seconds(7)
    /// Redis is taken for gone when it has not answered for so long.
    private static let patience = Duration.seconds(3)
    private static let beat = TimeAmount.seconds(1)
    /// How often rooms are told that they are still held.
    private static let refresh = Duration.seconds(600)

    /// Who hears of what happens.
    public weak var delegate: (any RoomStoreDelegate)?
    private let address: RedisAddress
    private let node: NodeID
    private let eventLoop: any EventLoop
    private let logger: Logger
    private let zero = NIODeadline.now()
    /// Of the two connections: which of them counts.
    private var generation = 0
    private var commands: RedisConnection?
    private var messages: RedisConnection?
    private var messagesHeard = Duration.zero
    private var commitScript: String?
    private var isConnected = false
    private var attempts = 0
    /// Answers that are due, and since when.
    private var due = CircularBuffer<(since: Duration, answer: (RedisValue) -> Void)>()
    private var subscribing: [RoomName: [() -> Void]] = [:]
    private var subscribed: Set<RoomName> = []
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
        self.address = address
        self.node = node
        self.eventLoop = eventLoop
        self.logger = logger
    }

    // MARK: - Rooms

    /// Sends SUBSCRIBE.
    public func subscribe(to room: RoomName, _ answer: @escaping () -> Void) {
        subscribing[room, default: []].append(answer)
        if subscribing[room]?.count == 1 { messages?.send(["SUBSCRIBE", Self.key(room)]) }
    }

    /// Sends UNSUBSCRIBE.
    public func unsubscribe(from room: RoomName) {
        subscribed.remove(room)
        subscribing[room] = nil
        messages?.send(["UNSUBSCRIBE", Self.key(room)])
    }

    /// Reads the hash.
    public func load(_ room: RoomName, _ answer: @escaping (StoredRoom) -> Void) {
        send(["HMGET", Self.key(room), "revision", "record"]) { reply in
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
        let milliseconds = lifetime.components.seconds * 1_000
        let arguments = ["\(revision)", record ?? "null", "\(milliseconds)", key] + messages.map { Self.said + $0 }
        send(["EVALSHA", commitScript ?? "", "1", key] + arguments) { reply in
            let parts = reply.parts
            guard let isDone = parts.first?.integer, let revision = parts.dropFirst().first?.integer else { return }
            answer(
                isDone == 1
                    ? .done(revision: revision) : .conflict(Self.stored(revision, parts.last?.text))
            )
        }
    }

    /// Sends PUBLISH.
    public func publish(_ message: String, in room: RoomName) {
        send(["PUBLISH", Self.key(room), Self.said + message]) { _ in }
    }

    /// Looks for the servers' leases.
    public func lapsed(among nodes: Set<NodeID>, _ answer: @escaping (Set<NodeID>) -> Void) {
        // A Redis that was just started knows of no server until each had the time to say that it is there.
        guard now - connectedSince > Self.lease else { return answer([]) }
        let nodes = Array(nodes)
        send(["MGET"] + nodes.map(Self.key)) { reply in
            let gone = zip(nodes, reply.parts).filter { $0.1 == .null }
            answer(Set(gone.map(\.0)))
        }
    }

    private static let key = "joom:room:"

    /// In front of what servers say, where a change has `room REVISION RECORD`.
    private static let said = "said "

    private static func key(_ room: RoomName) -> String { "\(key)\(room)" }

    private static func key(_ node: NodeID) -> String { "joom:node:\(node)" }

    private static func stored(_ revision: Int, _ record: String?) -> StoredRoom {
        StoredRoom(revision: revision, record: record == "null" ? nil : record)
    }

    // MARK: - Connections

    /// Connects, and renews the lease each second from then on.
    public func start() {
        connect()
        let store = NIOLoopBound(self, eventLoop: eventLoop)
        eventLoop.scheduleRepeatedTask(initialDelay: Self.beat, delay: Self.beat) { _ in store.value.tick() }
    }

    private func connect() {
        generation += 1
        let generation = generation
        let closed = { [weak self] in
            guard let self, self.generation == generation else { return }
            lost("the connection is over")
        }
        RedisConnection.open(address, on: eventLoop, received: { [weak self] in self?.answered($0) }, closed: closed) {
            [weak self] in self?.opened($0, generation, \.commands)
        }
        RedisConnection.open(address, on: eventLoop, received: { [weak self] in self?.heard($0) }, closed: closed) {
            [weak self] in self?.opened($0, generation, \.messages)
        }
    }

    private func opened(
        _ result: Result<RedisConnection, any Error>,
        _ generation: Int,
        _ place: ReferenceWritableKeyPath<RedisRoomStore, RedisConnection?>
    ) {
        guard generation == self.generation else {
            if case .success(let connection) = result { connection.close() }
            return
        }
        switch result {
        case .success(let connection): self[keyPath: place] = connection
        case .failure(let error): return lost("\(error)")
        }
        guard let messages, commands != nil else { return }
        if let password = address.password {
            let words = ["AUTH"] + (address.user.map { [$0] } ?? []) + [password]
            send(words) { _ in }
            messages.send(words)
        }
        if address.database != 0 { send(["SELECT", "\(address.database)"]) { _ in } }
        renew()
        messagesHeard = now
        send(["SCRIPT", "LOAD", RedisScripts.commit]) { [weak self] reply in
            guard let self else { return }
            commitScript = reply.text
            isConnected = true
            attempts = 0
            (connectedSince, refreshedAt) = (now, now)
            logger.notice("Redis is there: rooms are shared")
            delegate?.storeConnected()
        }
    }

    /// Starts anew, after a while.
    private func lost(_ reason: String) {
        generation += 1
        for connection in [commands, messages] { connection?.close() }
        (commands, messages) = (nil, nil)
        due.removeAll()
        subscribing = [:]
        if isConnected || attempts == 0 {
            logger.error("Redis is lost: rooms are not shared until it is back", metadata: ["reason": "\(reason)"])
        }
        let wasConnected = isConnected
        isConnected = false
        let delay = min(Self.longestPause, Self.firstPause << min(attempts, 6)) * Int64.random(in: 50...100) / 100
        attempts += 1
        let store = NIOLoopBound(self, eventLoop: eventLoop)
        eventLoop.scheduleTask(in: .milliseconds(delay)) { store.value.connect() }
        if wasConnected { delegate?.storeLost() }
    }

    /// Milliseconds between attempts to reach Redis: doubled each time, a random half taken off.
    private static let firstPause: Int64 = 200
    private static let longestPause: Int64 = 5_000

    private func tick() {
        guard isConnected else { return }
        let oldest = due.first?.since ?? now
        guard now - oldest < Self.patience, now - messagesHeard < Self.patience else {
            return lost("it does not answer")
        }
        renew()
        messages?.send(["PING"])
        if now - refreshedAt > Self.refresh {
            refreshedAt = now
            let milliseconds = "\(Self.refresh.components.seconds * 6_000)"
            for room in subscribed { send(["PEXPIRE", Self.key(room), milliseconds]) { _ in } }
        }
        delegate?.storeBeat()
    }

    private func renew() {
        send(["SET", Self.key(node), "1", "PX", "\(Self.lease.components.seconds * 1_000)"]) { _ in }
    }

    private func send(_ words: [String], _ answer: @escaping (RedisValue) -> Void) {
        guard let commands else { return }
        due.append((now, answer))
        commands.send(words)
    }

    private func answered(_ value: RedisValue) {
        guard let first = due.popFirst() else { return }
        if case .error(let reason) = value { return lost(reason) }
        first.answer(value)
    }

    private func heard(_ value: RedisValue) {
        messagesHeard = now
        if case .error(let reason) = value { return lost(reason) }
        let parts = value.parts
        guard parts.count == 3, let kind = parts[0].text, let channel = parts[1].text,
            channel.hasPrefix(Self.key), let room = try? RoomName(String(channel.dropFirst(Self.key.count)))
        else { return }
        switch kind {
        case "subscribe":
            subscribed.insert(room)
            for answer in subscribing.removeValue(forKey: room) ?? [] { answer() }
        case "message": parts[2].text.map { take($0, room) }
        default: break
        }
    }

    private func take(_ text: String, _ room: RoomName) {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        guard parts[0] == "room" else {
            delegate?.heard(String(parts[1]), in: room)
            return
        }
        let rest = parts[1].split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard rest.count == 2, let revision = Int(rest[0]) else { return }
        delegate?.changed(room, Self.stored(revision, String(rest[1])))
    }

    private var now: Duration { .nanoseconds((NIODeadline.now() - zero).nanoseconds) }
}
