// SPDX-License-Identifier: GPL-3.0-or-later

/// Runs jobs one after the other, in the order they came; a job may take its time without blocking the main loop.
@MainActor
final class SerialQueue {
    typealias Job = @MainActor () async -> Void

    private let jobs: AsyncStream<Job>.Continuation
    private let runner: Task<Void, Never>

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Job.self)
        jobs = continuation
        runner = Task { for await job in stream { await job() } }
    }

    func add(_ job: @escaping Job) { jobs.yield(job) }

    /// Runs a job in its turn and hands its result out; nil when the queue is closed.
    func value<Value: Sendable>(_ job: @escaping @MainActor () async -> Value) async -> Value? {
        await withCheckedContinuation { waiting in
            let accepted = jobs.yield { waiting.resume(returning: await job()) }
            if case .enqueued = accepted { return }
            waiting.resume(returning: nil)
        }
    }

    /// Takes no more jobs and returns when those that were taken are done.
    func finish() async {
        jobs.finish()
        await runner.value
    }
}
