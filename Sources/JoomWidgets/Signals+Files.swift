// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import GLibKit

/// Signals about files.
extension SignalConnection {
    private final class Handler<Function: Sendable>: Sendable {
        let run: Function
        init(_ run: Function) { self.run = run }

        static func of(_ data: gpointer?) -> Function? {
            data.map { Unmanaged<Handler<Function>>.fromOpaque($0).takeUnretainedValue().run }
        }
    }

    typealias Response = @MainActor @Sendable (Int32) -> Void
    typealias Drop = @MainActor @Sendable (String) -> Bool

    /// `void (*)(GtkNativeDialog *, int response, gpointer)`.
    static func response(_ dialog: GObjectRef, _ handler: @escaping Response) -> SignalConnection {
        let callback: @convention(c) (gpointer?, gint, gpointer?) -> Void = { _, response, data in
            guard let run = Handler<Response>.of(data) else { return }
            MainActor.assumeIsolated { run(response) }
        }
        return SignalConnection(
            dialog,
            "response",
            callback: unsafeBitCast(callback, to: GCallback.self),
            box: Handler<Response>(handler)
        )
    }

    /// `gboolean (*)(GtkDropTarget *, const GValue *, double x, double y, gpointer)` for a file, with its path.
    static func drop(_ target: GObjectRef, _ handler: @escaping Drop) -> SignalConnection {
        typealias Callback =
            @convention(c) (gpointer?, UnsafePointer<GValue>?, gdouble, gdouble, gpointer?) -> gboolean
        let callback: Callback = { _, value, _, _, data in
            guard let value, let file = g_value_get_object(value), let run = Handler<Drop>.of(data),
                let path = g_file_get_path(OpaquePointer(file))
            else { return 0 }
            defer { g_free(path) }
            let text = String(cString: path)
            return MainActor.assumeIsolated { run(text) } ? 1 : 0
        }
        return SignalConnection(
            target,
            "drop",
            callback: unsafeBitCast(callback, to: GCallback.self),
            box: Handler<Drop>(handler)
        )
    }
}

extension Window {
    /// Runs `handler` with the path of a file that a person drops on the window; it returns whether it takes the file.
    public func onDropFile(_ handler: @escaping @MainActor @Sendable (String) -> Bool) {
        guard let target = gtk_drop_target_new(g_file_get_type(), GDK_ACTION_COPY) else { return }
        let ref = GObjectRef(retaining: target)
        gtk_widget_add_controller(widget, target)
        keep(.drop(ref, handler))
    }
}
