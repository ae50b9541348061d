// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore

/// What came from a server, for whoever waits for one message of it; confined to its event loop.
final class StunInbox {
    typealias Condition = (StunMessage) -> Bool

    /// More than one exchange brings; what nobody asks for is forgotten.
    private static let capacity = 16

    /// What ended the line, if anything did.
    var failure: (any Error)?
    private let eventLoop: any EventLoop
    private var unread: [StunMessage] = []
    private var wanted: (condition: Condition, promise: EventLoopPromise<StunMessage?>, timer: Scheduled<Void>)?

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// Takes a message in.
    func hear(_ message: StunMessage) {
        if let wanted, wanted.condition(message) {
            endWait(with: message)
        } else {
            unread = unread.suffix(Self.capacity - 1) + [message]
        }
    }

    /// The first message, of those that came or come, that meets the condition; nil when none does in time.
    ///
    /// One wait at a time: a later one ends the earlier.
    func first(within limit: Duration, where condition: @escaping Condition) -> EventLoopFuture<StunMessage?> {
        endWait(with: nil)
        if let index = unread.firstIndex(where: condition) {
            return eventLoop.makeSucceededFuture(unread.remove(at: index))
        }
        let promise = eventLoop.makePromise(of: StunMessage?.self)
        let timer = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) { self.endWait(with: nil) }
        wanted = (condition, promise, timer)
        return promise.futureResult
    }

    private func endWait(with message: StunMessage?) {
        guard let wanted else { return }
        self.wanted = nil
        wanted.timer.cancel()
        wanted.promise.succeed(message)
    }
}
