// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib

/// GLib's main loop with Swift's MainActor on it.
///
/// `Task`, `Task.sleep`, `DispatchQueue.main` and `@MainActor` then work wherever GLib's default context is run, by
/// `g_application_run` too. Never nest a loop inside a MainActor job: the queue is not drained twice.
public final class MainLoop: @unchecked Sendable {
    // @unchecked: g_main_loop_quit may be called from any thread, and the pointer never changes.
    private let loop: OpaquePointer

    /// Makes a loop on the default context and puts the MainActor on it.
    public init() {
        Self.attach()
        loop = g_main_loop_new(nil, 0)
    }

    deinit {
        g_main_loop_unref(loop)
    }

    /// Puts the MainActor on the default context; further calls do nothing.
    public static func attach() { joom_main_context_attach_dispatch() }

    /// Runs until `quit()`; call it on the process's first thread, outside any Task.
    public func run() { g_main_loop_run(loop) }

    /// Ends `run()`; any thread.
    public func quit() { g_main_loop_quit(loop) }

    /// Handles what is waiting without blocking; for tests that drive the loop themselves.
    public static func iterate() {
        attach()
        g_main_context_iteration(nil, 0)
    }
}
