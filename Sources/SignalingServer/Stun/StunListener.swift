// SPDX-License-Identifier: GPL-3.0-or-later
import Logging
import NIOCore
import NIOPosix

/// Answers STUN, and listens again when the system takes the socket away; confined to its event loop.
///
/// The network library closes a UDP socket for nearly everything that keeps a single datagram from leaving: a full table of
/// a firewall, or no route for a moment.
final class StunListener {
    /// Between attempts to listen again: doubled each time, until the socket stays for a while.
    private static let firstPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(5)
    private static let quietTime = Duration.seconds(60)

    private let service: StunService
    private let eventLoop: any EventLoop
    private let logger: Logger
    private(set) var channel: (any Channel)?
    /// Where it listened first: a free port is the same one the next time.
    private(set) var address: SocketAddress?
    private var pause = StunListener.firstPause
    private var openedAt = NIODeadline.now()
    private var isStopped = false

    init(_ service: StunService, eventLoop: any EventLoop, logger: Logger) {
        (self.service, self.eventLoop, self.logger) = (service, eventLoop, logger)
    }

    /// False while it cannot listen.
    var isUp: Bool { channel != nil }

    /// Begins to answer.
    ///
    /// - Returns: the address; fails when it cannot listen there.
    func start() -> EventLoopFuture<SocketAddress?> {
        let bootstrap = DatagramBootstrap(group: eventLoop)
            .channelOption(.socketOption(.so_reuseaddr), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(StunResponder())
                }
            }
        let bound = address.map(bootstrap.bind(to:)) ?? bootstrap.bind(host: service.host, port: service.port)
        return bound.assumeIsolated().map { channel in
            self.opened(channel)
            return channel.localAddress
        }.nonisolated()
    }

    /// Answers no longer.
    func stop() {
        isStopped = true
        channel?.close(promise: nil)
    }

    private func opened(_ channel: any Channel) {
        guard !isStopped else { return channel.close(promise: nil) }
        (self.channel, address, openedAt) = (channel, channel.localAddress, .now())
        channel.closeFuture.assumeIsolated().whenComplete { _ in self.closed() }
    }

    private func closed() {
        channel = nil
        guard !isStopped else { return }
        logger.error("the system closed the port on which STUN is answered; it is opened again")
        if NIODeadline.now() - openedAt > TimeAmount(Self.quietTime) { pause = Self.firstPause }
        openAgain()
    }

    private func openAgain() {
        let delay = pause
        pause = min(pause * 2, Self.longestPause)
        eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) {
            guard !self.isStopped else { return }
            self.start().assumeIsolated().whenFailure { _ in self.openAgain() }
        }
    }
}
