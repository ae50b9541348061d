// SPDX-License-Identifier: GPL-3.0-or-later
import Logging
import NIOCore

/// The two connections that a server has to a Redis, one for commands and one for what is published; found again
/// whenever they are lost.
///
/// Confined to its event loop.
final class RedisLink {
    /// Redis is taken for gone when it has not answered for so long.
    private static let patience = Duration.seconds(3)
    private static let pulse = TimeAmount.seconds(1)
    /// Milliseconds between attempts to reach Redis: doubled each time, a random half taken off.
    private static let firstPause: Int64 = 200
    private static let longestPause: Int64 = 5_000

    /// A channel's name: Redis compares bytes, where text may be equal although they differ.
    struct Channel: Hashable {
        let name: String

        static func == (one: Channel, other: Channel) -> Bool { one.name.utf8.elementsEqual(other.name.utf8) }

        func hash(into hasher: inout Hasher) { hasher.combine(Array(name.utf8)) }
    }

    /// Redis can be used; who we are has been said, and nothing is subscribed to.
    var opened: () -> Void = {}
    /// It cannot; answers that are due will not come.
    var lost: () -> Void = {}
    /// Something was published on a channel.
    var heard: (String, [UInt8]) -> Void = { _, _ in }
    /// A second has passed with Redis in order.
    var beat: () -> Void = {}
    /// What is heard now.
    private(set) var channels: Set<Channel> = []

    private let address: RedisAddress
    private let eventLoop: any EventLoop
    private let logger: Logger
    private let zero = NIODeadline.now()
    /// Which connections count.
    private var generation = 0
    private var commands: RedisConnection?
    private var messages: RedisConnection?
    private var messagesHeard = Duration.zero
    private var isOpen = false
    private var attempts = 0
    /// Answers that are due, and since when.
    private var due = CircularBuffer<(since: Duration, answer: (RedisValue) -> Void)>()
    private var subscribing: [Channel: [() -> Void]] = [:]

    init(_ address: RedisAddress, eventLoop: any EventLoop, logger: Logger) {
        self.address = address
        self.eventLoop = eventLoop
        self.logger = logger
    }

    /// Connects, and looks after the connections from then on.
    func start() {
        connect()
        let link = NIOLoopBound(self, eventLoop: eventLoop)
        eventLoop.scheduleRepeatedTask(initialDelay: Self.pulse, delay: Self.pulse) { _ in link.value.tick() }
    }

    // MARK: - Saying and hearing

    /// Sends a command.
    ///
    /// - Parameters:
    ///   - words: the command and its arguments.
    ///   - answer: hears the answer; not called when the connection is lost before. An error of Redis is a loss.
    func send(_ words: [String], _ answer: @escaping (RedisValue) -> Void = { _ in }) {
        send(words.map { Array($0.utf8) }, answer)
    }

    /// The same, with bytes.
    func send(_ words: [[UInt8]], _ answer: @escaping (RedisValue) -> Void = { _ in }) {
        guard let commands else { return }
        due.append((now, answer))
        commands.send(words)
    }

    /// Hears a channel.
    ///
    /// - Parameters:
    ///   - channel: its name.
    ///   - answer: nothing is missed from now on; not called when the connection is lost before, or not there yet.
    func subscribe(to channel: String, _ answer: @escaping () -> Void = {}) {
        // Redis takes nothing before it knows who we are, and `opened` asks for all that is to be heard.
        guard isOpen else { return }
        let key = Channel(name: channel)
        subscribing[key, default: []].append(answer)
        if subscribing[key]?.count == 1 { tell(messages, ["SUBSCRIBE", channel]) }
    }

    /// Does not hear it any longer.
    func unsubscribe(from channel: String) {
        guard isOpen else { return }
        channels.remove(Channel(name: channel))
        subscribing[Channel(name: channel)] = nil
        tell(messages, ["UNSUBSCRIBE", channel])
    }

    private func tell(_ connection: RedisConnection?, _ words: [String]) {
        connection?.send(words.map { Array($0.utf8) })
    }

    private func answered(_ value: RedisValue) {
        guard let first = due.popFirst() else { return }
        if case .error(let reason) = value { return lose(reason) }
        first.answer(value)
    }

    private func received(_ value: RedisValue) {
        messagesHeard = now
        if case .error(let reason) = value { return lose(reason) }
        let parts = value.parts
        guard parts.count == 3, let kind = parts[0].text, let channel = parts[1].text else { return }
        switch (kind, parts[2]) {
        case ("subscribe", _):
            channels.insert(Channel(name: channel))
            for answer in subscribing.removeValue(forKey: Channel(name: channel)) ?? [] { answer() }
        case ("message", .bytes(let bytes)): heard(channel, bytes)
        default: break
        }
    }

    // MARK: - Connections

    private func connect() {
        generation += 1
        let generation = generation
        let closed = { [weak self] in
            guard let self, self.generation == generation else { return }
            lose("the connection is over")
        }
        RedisConnection.open(address, on: eventLoop, received: { [weak self] in self?.answered($0) }, closed: closed) {
            [weak self] in self?.connected($0, generation, \.commands)
        }
        RedisConnection.open(address, on: eventLoop, received: { [weak self] in self?.received($0) }, closed: closed) {
            [weak self] in self?.connected($0, generation, \.messages)
        }
    }

    private func connected(
        _ result: Result<RedisConnection, any Error>,
        _ generation: Int,
        _ place: ReferenceWritableKeyPath<RedisLink, RedisConnection?>
    ) {
        guard generation == self.generation else {
            if case .success(let connection) = result { connection.close() }
            return
        }
        switch result {
        case .success(let connection): self[keyPath: place] = connection
        case .failure(let error): return lose("\(error)")
        }
        guard let messages, commands != nil else { return }
        messagesHeard = now
        if let password = address.password {
            let words = ["AUTH"] + (address.user.map { [$0] } ?? []) + [password]
            send(words)
            tell(messages, words)
        }
        // Its answer says that those before it were taken too; an error would have been a loss.
        send(["SELECT", "\(address.database)"]) { [weak self] _ in
            guard let self else { return }
            isOpen = true
            attempts = 0
            logger.notice("Redis is there: rooms are shared")
            opened()
        }
    }

    /// Starts anew, after a while.
    private func lose(_ reason: String) {
        generation += 1
        for connection in [commands, messages] { connection?.close() }
        (commands, messages) = (nil, nil)
        due.removeAll()
        (subscribing, channels) = ([:], [])
        if isOpen || attempts == 0 {
            logger.error("Redis is lost: rooms are not shared until it is back", metadata: ["reason": "\(reason)"])
        }
        let wasOpen = isOpen
        isOpen = false
        let delay = min(Self.longestPause, Self.firstPause << min(attempts, 6)) * Int64.random(in: 50...100) / 100
        attempts += 1
        let link = NIOLoopBound(self, eventLoop: eventLoop)
        eventLoop.scheduleTask(in: .milliseconds(delay)) { link.value.connect() }
        if wasOpen { lost() }
    }

    private func tick() {
        guard isOpen else { return }
        guard now - (due.first?.since ?? now) < Self.patience, now - messagesHeard < Self.patience else {
            return lose("it does not answer")
        }
        tell(messages, ["PING"])
        beat()
    }

    private var now: Duration { .nanoseconds((NIODeadline.now() - zero).nanoseconds) }
}
