// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// Runs operations one after the other although each of them waits in between.
@MediaActor
final class OperationQueue {
    private var last: Task<Void, Never>?

    nonisolated init() {}

    /// Runs `body` when all before it are done.
    func run<Value: Sendable>(
        _ body: @escaping @MediaActor () async throws(MediaError) -> Value
    ) async throws(MediaError) -> Value {
        let before = last
        let task = Task { () -> Result<Value, MediaError> in
            await before?.value
            do throws(MediaError) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        last = Task { _ = await task.value }
        return try await task.value.get()
    }

    /// The same without waiting for it.
    func add(_ body: @escaping @MediaActor () async -> Void) {
        let before = last
        last = Task {
            await before?.value
            await body()
        }
    }
}
