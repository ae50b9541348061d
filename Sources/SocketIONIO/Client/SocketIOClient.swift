// SPDX-License-Identifier: GPL-3.0-or-later
public import NIOCore
public import NIOPosix
public import SocketIOCore

/// A Socket.IO client of the main namespace, over WebSocket or long-polling, that finds back by itself.
///
/// Verbs may be called from any thread, never block and keep their order. Runs until `close()`, whoever holds it.
public final class SocketIOClient: Sendable {
    /// What a client reports.
    public enum Event: Hashable, Sendable {
        /// Events go out and come in now.
        case connected
        /// Something happened at the server.
        case event(SocketEvent)
        /// The event emitted with this token has left.
        case sent(token: Int)
        /// The answer to the event emitted with this token.
        case acknowledged(token: Int, [JSONValue])
        /// There will be no answer.
        case unacknowledged(token: Int)
        /// There is no connection, for a reason not told since the last one; the client keeps trying.
        case disconnected(ConnectionFailure)
        /// An event was not sent, because the server would end the session over it. Sizes in bytes.
        case tooLarge(bytes: Int, limit: Int)
        /// Nothing will be reported any more.
        case ended
    }

    private let driver: NIOLoopBoundBox<ClientDriver>
    private let eventLoop: any EventLoop

    /// Prepares a client; `start()` sets it going.
    ///
    /// - Parameters:
    ///   - endpoint: the server.
    ///   - group: where it runs; by default on the threads all of SwiftNIO shares.
    ///   - report: told what happens, in order, on an event loop: must not block.
    public init(
        endpoint: SocketIOEndpoint,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        report: @escaping @Sendable (Event) -> Void
    ) {
        let eventLoop = group.next()
        self.eventLoop = eventLoop
        driver = NIOLoopBoundBox.makeBoxSendingValue(
            ClientDriver(endpoint: endpoint, eventLoop: eventLoop, report: report),
            eventLoop: eventLoop
        )
    }

    /// Begins to connect; once.
    public func start() { handle(.start) }

    /// Sends an event.
    ///
    /// - Parameters:
    ///   - event: what to send.
    ///   - token: asks for an answer, reported under this number.
    ///   - isVolatile: true to drop it unless connected, false to let it wait.
    public func emit(_ event: SocketEvent, token: Int? = nil, isVolatile: Bool = false) {
        handle(.emit(event, token: token, isVolatile: isVolatile))
    }

    /// Says which IP addresses this computer has now.
    ///
    /// A connection that began at one of those gone is dead, though nobody tells, and is made anew at once; so is one that
    /// waits for its turn.
    public func networkChanged(addresses: Set<String>) {
        eventLoop.execute { [driver] in driver.value.networkChanged(addresses) }
    }

    /// Says good-bye behind what was emitted before; `.ended` follows.
    public func close() { handle(.close) }

    private func handle(_ input: ReconnectingSocket.Input) {
        eventLoop.execute { [driver] in driver.value.handle(input) }
    }
}
