// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch

/// Where GStreamer's blocking calls are made: one serial queue beside the main thread.
@globalActor
actor MediaActor {
    static let shared = MediaActor()

    private let executor = QueueExecutor()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
}

// DispatchSerialQueue, which could be the executor itself, does not exist on Linux.
private final class QueueExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "org.joom.media")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
