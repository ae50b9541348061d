// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import PluginKit
import Synchronization

/// What a plugin asks for on its threads, until the main thread takes it.
///
/// Bounded: whoever asks for too much is told so, and nothing else waits for it.
final class NativeInbox: Sendable {
    /// What can be asked for.
    enum Request: Sendable {
        case log(level: Int32, text: String)
        case wish(CallRequest.Wish)
        case watch(NativeWatcher)
        case effect(EffectListing)
        case thrown(String)

        fileprivate var changesTheCall: Bool {
            switch self {
            case .wish(.microphone), .wish(.camera), .wish(.leave): true
            case .wish(.say), .log, .watch, .effect, .thrown: false
            }
        }
    }

    /// As `joom-plugin.h` has it.
    enum Answer: Int32 {
        case done = 0
        case off, invalid, busy
    }

    private struct Contents {
        var requests: [Request] = []
        var isOpen = true
        var isRegistering = true
        var scheduled = 0
        /// Why nothing is taken at the moment; nil when something is.
        var refusal: Answer? { !isOpen ? .off : requests.count < NativeInbox.maximumRequests ? nil : .busy }
        /// Each is told to the person and to all others in the call.
        var switches = Allowance(burst: 10, interval: .seconds(1), now: .zero)
    }

    /// Where the plugin's own functions are called, one at a time.
    let queue: DispatchQueue
    /// Where its library is.
    let path: String
    private static let maximumRequests = 256
    private static let maximumScheduled = 64
    private let contents = Mutex(Contents())
    private let wake: @Sendable () -> Void
    private let clock = ContinuousClock()
    private let birth: ContinuousClock.Instant

    /// - Parameters:
    ///   - path: the library.
    ///   - queue: the plugin's own.
    ///   - wake: told on any thread that something waits.
    init(path: String, queue: DispatchQueue, wake: @escaping @Sendable () -> Void) {
        (self.path, self.queue, self.wake) = (path, queue, wake)
        birth = clock.now
    }

    /// Leaves a request; any thread.
    func put(_ make: @autoclosure () -> Request, onlyWhileRegistering: Bool = false) -> Answer {
        // Whoever floods costs no memory, for which everybody else would wait.
        if let refusal = contents.withLock(\.refusal) { return refusal }
        let request = make()
        let (answer, isFirst) = contents.withLock { contents -> (Answer, Bool) in
            if let refusal = contents.refusal { return (refusal, false) }
            guard !onlyWhileRegistering || contents.isRegistering else { return (.invalid, false) }
            if request.changesTheCall {
                guard contents.switches.take(at: clock.now - birth) else { return (.busy, false) }
            }
            contents.requests.append(request)
            return (.done, contents.requests.count == 1)
        }
        if isFirst { wake() }
        return answer
    }

    /// Takes all that waits.
    func take() -> [Request] {
        contents.withLock { contents in
            defer { contents.requests = [] }
            return contents.requests
        }
    }

    /// What belongs to registering is not taken any more.
    func endRegistering() { contents.withLock { $0.isRegistering = false } }

    /// Nothing is taken any more.
    func close() {
        contents.withLock { contents in
            contents.isOpen = false
            contents.requests = []
        }
    }

    /// Runs something on the plugin's queue after some time; any thread.
    func schedule(after time: DispatchTimeInterval, _ work: @escaping @Sendable () -> Void) -> Answer {
        let answer = contents.withLock { contents -> Answer in
            guard contents.isOpen else { return .off }
            guard contents.scheduled < Self.maximumScheduled else { return .busy }
            contents.scheduled += 1
            return .done
        }
        guard answer == .done else { return answer }
        queue.asyncAfter(deadline: .now() + time) { [self] in
            contents.withLock { $0.scheduled -= 1 }
            work()
        }
        return .done
    }
}
