// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import PluginKit
import Synchronization

/// What registering came to, for a thread that waits a while for it.
final class NativeAnswer: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let result = Mutex<PluginFault??>(nil)

    /// Tells it; nil for no fault.
    func give(_ fault: PluginFault?) {
        result.withLock { $0 = .some(fault) }
        semaphore.signal()
    }

    /// Waits; nil when the time is over.
    func wait(for time: DispatchTimeInterval) -> PluginFault?? {
        guard semaphore.wait(timeout: .now() + time) == .success else { return nil }
        return result.withLock { $0 }
    }
}
