// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import SocketIOCore

/// Runs the state machine of one client against the network; confined to its event loop.
final class ClientDriver {
    /// Longest the timer sleeps: it does not count time that the computer spent asleep, the machine's clock does, so
    /// a connection that died meanwhile is noticed this soon after waking up.
    private static let longestNap = Duration.seconds(5)

    private let endpoint: SocketIOEndpoint
    private let eventLoop: any EventLoop
    private let report: (SocketIOClient.Event) -> Void
    private let start = ContinuousClock.now
    private var machine = ReconnectingSocket()
    private var connector: ClientConnector?
    private var transport: ClientTransport?
    private var generation = 0
    private var timer: Scheduled<Void>?
    private var wakeTime: Duration?
    private var inbox: [ReconnectingSocket.Input] = []
    private var isRunning = false

    init(endpoint: SocketIOEndpoint, eventLoop: any EventLoop, report: @escaping (SocketIOClient.Event) -> Void) {
        self.endpoint = endpoint
        self.eventLoop = eventLoop
        self.report = report
    }

    /// Takes an input; one that comes while effects of another are being run waits for its turn.
    func handle(_ input: ReconnectingSocket.Input) {
        inbox.append(input)
        guard !isRunning else { return }
        isRunning = true
        while !inbox.isEmpty {
            let next = inbox.removeFirst()
            for effect in machine.handle(next, now: now, random: .random(in: 0..<1)) { run(effect) }
        }
        isRunning = false
    }

    /// Looks whether our end of the connection is still there.
    func networkChanged(_ addresses: Set<String>) {
        // Of those of one link alone nobody is told whether they are there.
        let known = { (address: String) in
            !address.hasPrefix("127.") && address != "::1" && !address.hasPrefix("fe80:")
        }
        let ends = transport?.localAddresses.filter(known) ?? []
        handle(.networkChanged(isOurEndGone: ends.contains { !addresses.contains($0) }))
    }

    private var now: Duration { start.duration(to: .now) }

    private func run(_ effect: ReconnectingSocket.Effect) {
        switch effect {
        case .command(let generation, let command): perform(command, generation: generation)
        case .wake(let time): schedule(time)
        case .connected: report(.connected)
        case .event(let event): report(.event(event))
        case .sent(let token): report(.sent(token: token))
        case .acknowledged(let token, let arguments): report(.acknowledged(token: token, arguments))
        case .unacknowledged(let token): report(.unacknowledged(token: token))
        case .disconnected(let failure): report(.disconnected(failure))
        case .tooLarge(let bytes, let limit): report(.tooLarge(bytes: bytes, limit: limit))
        case .ended: report(.ended)
        }
    }

    private func perform(_ command: EngineClient.Command, generation: Int) {
        do throws(ConnectionFailure) {
            try transport(for: generation).perform(command)
        } catch {
            inbox.append(.network(generation: generation, .webSocketClosed(error, reachedServer: false)))
        }
        switch command {
        // What was closed or dropped is silent; the next command begins with new connections.
        case .abort, .closeWebSocket: transport = nil
        case .openWebSocket, .sendText, .sendBinary, .poll, .post: break
        }
    }

    private func transport(for generation: Int) throws(ConnectionFailure) -> ClientTransport {
        if let transport, self.generation == generation { return transport }
        let connector = try makeConnector()
        self.generation = generation
        let made = ClientTransport(connector: connector) { [weak self] input in
            self?.handle(.network(generation: generation, input))
        }
        transport = made
        return made
    }

    private func makeConnector() throws(ConnectionFailure) -> ClientConnector {
        if let connector { return connector }
        let made = try ClientConnector(endpoint: endpoint, eventLoop: eventLoop)
        connector = made
        return made
    }

    private func schedule(_ time: Duration?) {
        wakeTime = time
        timer?.cancel()
        timer = nil
        guard let time else { return }
        let nap = min(max(time - now, .zero), Self.longestNap)
        timer = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(nap)) { [weak self] in self?.wakeUp() }
    }

    private func wakeUp() {
        timer = nil
        handle(.clock)
        // The machine announces a changed time only; while it is the same, the timer goes on towards it.
        if timer == nil, wakeTime != nil { schedule(wakeTime) }
    }
}
