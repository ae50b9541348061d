// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch

/// A thread of its own for an actor that writes files: disks may block for as long as they like.
///
/// DispatchSerialQueue, which could be the executor itself, does not exist on Linux.
public final class FileQueue: SerialExecutor {
    private let queue: DispatchQueue

    /// Makes one.
    ///
    /// - Parameter label: what debuggers call it, such as `org.joom.recorder`.
    public init(_ label: String) { queue = DispatchQueue(label: label) }

    /// Runs one of the actor's jobs after those before.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
