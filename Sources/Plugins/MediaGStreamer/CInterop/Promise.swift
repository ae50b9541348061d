// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import Dispatch
import GLibKit
import PluginKit
import Synchronization

/// Waits for webrtcbin's promises without blocking a thread.
enum Promise {
    /// How long an answer may take; webrtcbin answers in milliseconds, or never when a format is missing.
    private static let patience = 10.0

    /// Runs an operation that answers by promise.
    ///
    /// - Parameters:
    ///   - start: gives the promise (transfer full) to webrtcbin.
    ///   - read: takes what is needed out of the reply, on webrtcbin's thread; the reply is gone afterwards.
    /// - Returns: what `read` returned.
    /// - Throws: what webrtcbin, or `read`, found wrong.
    static func run<Value: Sendable>(
        _ start: (UnsafeMutablePointer<GstPromise>) -> Void,
        read: @escaping @Sendable (UnsafePointer<GstStructure>?) -> Result<Value, MediaError>
    ) async throws(MediaError) -> Value {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Value, MediaError>, Never>) in
            let waiter = Waiter(continuation)
            let box = ReplyBox { promise in
                guard gst_promise_wait(promise) == GST_PROMISE_RESULT_REPLIED else {
                    waiter.resume(.failure(.engine("the operation was given up")))
                    return
                }
                waiter.resume(Self.error(in: promise).map { .failure($0) } ?? read(gst_promise_get_reply(promise)))
            }
            let promise = gst_promise_new_with_change_func(
                { promise, data in
                    guard let promise, let data else { return }
                    Unmanaged<ReplyBox>.fromOpaque(data).takeUnretainedValue().run(promise)
                },
                Unmanaged.passRetained(box).toOpaque(),
                { data in
                    guard let data else { return }
                    Unmanaged<ReplyBox>.fromOpaque(data).release()
                }
            )
            guard let promise else {
                waiter.resume(.failure(.engine("no promise")))
                return
            }
            DispatchQueue.global().asyncAfter(deadline: .now() + patience) {
                waiter.resume(.failure(.engine("no answer in time")))
            }
            start(promise)
        }
        return try result.get()
    }

    private static func error(in promise: UnsafeMutablePointer<GstPromise>) -> MediaError? {
        guard let reply = gst_promise_get_reply(promise),
            let value = gst_structure_get_value(reply, "error"),
            let boxed = g_value_get_boxed(value)
        else { return nil }
        let error = boxed.assumingMemoryBound(to: GError.self)
        return .engine(error.pointee.message.map { String(cString: $0) } ?? "refused")
    }

    private final class ReplyBox: Sendable {
        let run: @Sendable (UnsafeMutablePointer<GstPromise>) -> Void
        init(_ run: @escaping @Sendable (UnsafeMutablePointer<GstPromise>) -> Void) { self.run = run }
    }

    /// Resumes once, whichever comes first: the reply, or the end of patience.
    private final class Waiter<Value: Sendable>: Sendable {
        private let continuation: Mutex<CheckedContinuation<Result<Value, MediaError>, Never>?>

        init(_ continuation: CheckedContinuation<Result<Value, MediaError>, Never>) {
            self.continuation = Mutex(continuation)
        }

        func resume(_ result: Result<Value, MediaError>) {
            continuation.withLock { waiting in
                let taken = waiting
                waiting = nil
                return taken
            }?.resume(returning: result)
        }
    }
}
