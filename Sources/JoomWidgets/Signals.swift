// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// GTK's signals beyond those without arguments; one C function for each signature.
extension SignalConnection {
    private final class Handler<Function: Sendable>: Sendable {
        let run: Function
        init(_ run: Function) { self.run = run }

        static func of(_ data: gpointer?) -> Function? {
            data.map { Unmanaged<Handler<Function>>.fromOpaque($0).takeUnretainedValue().run }
        }
    }

    typealias Plain = @MainActor @Sendable () -> Void
    typealias Decision = @MainActor @Sendable () -> Bool
    typealias Size = @MainActor @Sendable (Int, Int) -> Void
    typealias Command = @MainActor @Sendable (GObjectRef) -> Int32
    typealias Press = @MainActor @Sendable (_ key: UInt32, _ modifiers: UInt32) -> Bool
    typealias Release = @MainActor @Sendable (_ key: UInt32) -> Void
    typealias Texts = @MainActor @Sendable ([String]) -> Void

    /// `void (*)(GSimpleAction *, GVariant *, gpointer)`.
    static func activate(_ action: GObjectRef, _ handler: @escaping Plain) -> SignalConnection {
        let callback: @convention(c) (gpointer?, gpointer?, gpointer?) -> Void = { _, _, data in
            guard let run = Handler<Plain>.of(data) else { return }
            MainActor.assumeIsolated { run() }
        }
        return connect(action, "activate", unsafeBitCast(callback, to: GCallback.self), Handler<Plain>(handler))
    }

    /// The same, with the text of its argument.
    static func activateText(
        _ action: GObjectRef,
        _ handler: @escaping @MainActor @Sendable (String) -> Void
    ) -> SignalConnection {
        let callback: @convention(c) (gpointer?, OpaquePointer?, gpointer?) -> Void = { _, value, data in
            guard let run = Handler<@MainActor @Sendable (String) -> Void>.of(data),
                let text = value.flatMap({ Variant(reading: $0)?.string })
            else { return }
            MainActor.assumeIsolated { run(text) }
        }
        return connect(
            action,
            "activate",
            unsafeBitCast(callback, to: GCallback.self),
            Handler<@MainActor @Sendable (String) -> Void>(handler)
        )
    }

    /// `gboolean (*)(GtkWindow *, gpointer)`; true keeps GTK from doing what it would.
    static func decide(_ object: GObjectRef, _ signal: String, _ handler: @escaping Decision) -> SignalConnection {
        let callback: @convention(c) (gpointer?, gpointer?) -> gboolean = { _, data in
            guard let run = Handler<Decision>.of(data) else { return 0 }
            return MainActor.assumeIsolated { run() } ? 1 : 0
        }
        return connect(object, signal, unsafeBitCast(callback, to: GCallback.self), Handler<Decision>(handler))
    }

    /// `void (*)(GdkSurface *, int width, int height, gpointer)`, in px.
    static func layout(_ surface: GObjectRef, _ handler: @escaping Size) -> SignalConnection {
        let callback: @convention(c) (gpointer?, gint, gint, gpointer?) -> Void = { _, width, height, data in
            guard let run = Handler<Size>.of(data) else { return }
            MainActor.assumeIsolated { run(Int(width), Int(height)) }
        }
        return connect(surface, "layout", unsafeBitCast(callback, to: GCallback.self), Handler<Size>(handler))
    }

    /// `int (*)(GApplication *, GApplicationCommandLine *, gpointer)`.
    static func commandLine(_ application: GObjectRef, _ handler: @escaping Command) -> SignalConnection {
        let callback: @convention(c) (gpointer?, gpointer?, gpointer?) -> gint = { _, line, data in
            guard let line, let run = Handler<Command>.of(data) else { return 1 }
            let command = GObjectRef(retaining: line)
            return MainActor.assumeIsolated { run(command) }
        }
        return connect(
            application,
            "command-line",
            unsafeBitCast(callback, to: GCallback.self),
            Handler<Command>(handler)
        )
    }

    /// `void (*)(GApplication *, GFile **, int count, const char *hint, gpointer)`, with the files' addresses.
    static func open(_ application: GObjectRef, _ handler: @escaping Texts) -> SignalConnection {
        typealias Callback =
            @convention(c) (
                gpointer?, UnsafeMutablePointer<OpaquePointer?>?, gint, UnsafePointer<CChar>?, gpointer?
            ) -> Void
        let callback: Callback = { _, files, count, _, data in
            guard let files, let run = Handler<Texts>.of(data) else { return }
            let addresses = (0..<Int(count)).compactMap { index -> String? in
                guard let file = files[index], let address = g_file_get_uri(file) else { return nil }
                defer { g_free(address) }
                return String(cString: address)
            }
            MainActor.assumeIsolated { run(addresses) }
        }
        return connect(application, "open", unsafeBitCast(callback, to: GCallback.self), Handler<Texts>(handler))
    }

    /// `gboolean (*)(GtkEventControllerKey *, guint key, guint code, GdkModifierType, gpointer)`; true takes the key.
    static func keyPressed(_ controller: GObjectRef, _ handler: @escaping Press) -> SignalConnection {
        let callback: @convention(c) (gpointer?, guint, guint, guint, gpointer?) -> gboolean = {
            _,
            key,
            _,
            state,
            data in
            guard let run = Handler<Press>.of(data) else { return 0 }
            return MainActor.assumeIsolated { run(key, state) } ? 1 : 0
        }
        return connect(controller, "key-pressed", unsafeBitCast(callback, to: GCallback.self), Handler<Press>(handler))
    }

    /// `void (*)(GtkEventControllerKey *, guint key, guint code, GdkModifierType, gpointer)`.
    static func keyReleased(_ controller: GObjectRef, _ handler: @escaping Release) -> SignalConnection {
        let callback: @convention(c) (gpointer?, guint, guint, guint, gpointer?) -> Void = { _, key, _, _, data in
            guard let run = Handler<Release>.of(data) else { return }
            MainActor.assumeIsolated { run(key) }
        }
        return connect(
            controller,
            "key-released",
            unsafeBitCast(callback, to: GCallback.self),
            Handler<Release>(handler)
        )
    }

    /// `void (*)(GtkGesture *, GdkEventSequence *, gpointer)`.
    static func begin(_ gesture: GObjectRef, _ handler: @escaping Plain) -> SignalConnection {
        let callback: @convention(c) (gpointer?, gpointer?, gpointer?) -> Void = { _, _, data in
            guard let run = Handler<Plain>.of(data) else { return }
            MainActor.assumeIsolated { run() }
        }
        return connect(gesture, "begin", unsafeBitCast(callback, to: GCallback.self), Handler<Plain>(handler))
    }

    private static func connect(
        _ object: GObjectRef,
        _ signal: String,
        _ callback: GCallback,
        _ box: AnyObject
    ) -> SignalConnection {
        SignalConnection(object, signal, callback: callback, box: box)
    }
}
