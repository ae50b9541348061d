// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk

/// Work for the main thread after everything more urgent, drawing among it.
enum MainQueue {
    private final class Job: Sendable {
        let run: @MainActor @Sendable () -> Void
        init(_ run: @escaping @MainActor @Sendable () -> Void) { self.run = run }
    }

    /// Runs `body` once on the main thread; any thread may ask.
    ///
    /// Not a Task: those run before drawing, and pictures arriving fast would keep any from being drawn.
    static func whenIdle(_ body: @escaping @MainActor @Sendable () -> Void) {
        g_idle_add_full(
            G_PRIORITY_DEFAULT_IDLE,
            { data in
                guard let data else { return G_SOURCE_REMOVE }
                let job = Unmanaged<Job>.fromOpaque(data).takeUnretainedValue()
                MainActor.assumeIsolated { job.run() }
                return G_SOURCE_REMOVE
            },
            Unmanaged.passRetained(Job(body)).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<Job>.fromOpaque(data).release()
            }
        )
    }
}
