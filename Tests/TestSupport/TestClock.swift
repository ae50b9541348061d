// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// A clock that stands still until a test moves it.
public final class TestClock: Sendable {
    private struct Sleeper {
        let deadline: Duration
        let wake: CheckedContinuation<Void, any Error>
    }

    private struct Memory {
        var now = Duration.zero
        var sleepers: [Int: Sleeper] = [:]
        var last = 0
        var cancelled: Set<Int> = []
    }

    private let memory = Mutex(Memory())

    /// Starts at zero.
    public init() {}

    /// How many wait for a time.
    public var sleeperCount: Int { memory.withLock(\.sleepers.count) }

    /// Returns when the clock was moved that far, or throws when the task is cancelled.
    public func sleep(for duration: Duration) async throws {
        let number = memory.withLock { memory in
            memory.last += 1
            return memory.last
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wake in
                let isCancelled = memory.withLock { memory in
                    if memory.cancelled.remove(number) != nil { return true }
                    memory.sleepers[number] = Sleeper(deadline: memory.now + duration, wake: wake)
                    return false
                }
                if isCancelled { wake.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = memory.withLock { memory in
                let sleeper = memory.sleepers.removeValue(forKey: number)
                if sleeper == nil { memory.cancelled.insert(number) }
                return sleeper
            }
            sleeper?.wake.resume(throwing: CancellationError())
        }
    }

    /// Moves the clock and wakes whose time has come.
    public func advance(by duration: Duration) {
        let due = memory.withLock { memory in
            memory.now += duration
            let now = memory.now
            let due = memory.sleepers.filter { $0.value.deadline <= now }
            for number in due.keys { memory.sleepers[number] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }
        for sleeper in due { sleeper.wake.resume() }
    }
}
