// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import GLibKit

/// Leaves the call before the computer sleeps, as when its lid is closed, so that nobody looks at a frozen picture.
@MainActor
final class SleepWatch {
    private let monitor = SleepMonitor()
    private let leave: @MainActor () -> Void
    private let wake: @MainActor () -> Void
    private var followers: [Task<Void, Never>] = []
    private var isInCall = false
    private var hasLeft = false

    /// - Parameters:
    ///   - snapshots: the call's.
    ///   - leave: ends the call.
    ///   - wake: says so to whoever comes back to a call that was left.
    init(
        snapshots: AsyncStream<CallSnapshot>,
        leave: @escaping @MainActor () -> Void,
        wake: @escaping @MainActor () -> Void
    ) {
        self.leave = leave
        self.wake = wake
        followers = [
            Task { [weak self] in for await snapshot in snapshots { self?.update(snapshot.phase) } },
            Task { [weak self, changes = monitor.changes] in for await isComing in changes { self?.sleep(isComing) } },
        ]
    }

    isolated deinit { for follower in followers { follower.cancel() } }

    private func update(_ phase: CallSnapshot.Phase) {
        isInCall = Wakefulness.wants(phase)
        switch phase {
        case .joining, .knocking, .joined, .leaving: monitor.hold()
        case .idle, .ended: monitor.release()
        }
    }

    private func sleep(_ isComing: Bool) {
        if isComing, isInCall {
            hasLeft = true
            leave()
        } else if !isComing, hasLeft {
            hasLeft = false
            wake()
        }
    }
}
