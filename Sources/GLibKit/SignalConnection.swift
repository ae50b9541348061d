// SPDX-License-Identifier: GPL-3.0-or-later
package import CJoomGLib

/// A handler on a GObject's signal; gone when this object is, so keep it as long as the handler should run.
///
/// The object is kept alive by its connections: capture `self` weakly in handlers.
public final class SignalConnection: Sendable {
    private let object: GObjectRef
    private let handler: gulong

    /// Connects a C function to a signal.
    ///
    /// - Parameters:
    ///   - object: the emitter.
    ///   - signal: its signal, with a detail if need be, such as `notify::state`.
    ///   - callback: a function of the signal's C signature, whose last argument is `box`.
    ///   - box: what the function finds behind its last argument; released with the handler.
    package init(_ object: GObjectRef, _ signal: String, callback: GCallback, box: AnyObject) {
        self.object = object
        handler = joom_signal_connect(
            object.pointer,
            signal,
            callback,
            Unmanaged.passRetained(box).toOpaque(),
            { data, _ in
                guard let data else { return }
                Unmanaged<AnyObject>.fromOpaque(data).release()
            }
        )
    }

    deinit {
        guard handler != 0 else { return }
        joom_signal_disconnect(object.pointer, handler)
    }
}

extension SignalConnection {
    private final class MainHandler: Sendable {
        let run: @MainActor () -> Void
        init(_ run: @escaping @MainActor () -> Void) { self.run = run }

        static func call(_ data: gpointer?) {
            guard let data else { return }
            let handler = Unmanaged<MainHandler>.fromOpaque(data).takeUnretainedValue()
            MainActor.assumeIsolated { handler.run() }
        }
    }

    private final class Handler: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }

        static func call(_ data: gpointer?) {
            guard let data else { return }
            Unmanaged<Handler>.fromOpaque(data).takeUnretainedValue().run()
        }
    }

    /// Runs `handler` on the main thread for a signal without arguments, as widgets emit them.
    ///
    /// - Parameters:
    ///   - object: a widget or another object that emits on the main thread only.
    ///   - signal: the signal's name.
    ///   - handler: what to do.
    /// - Returns: the connection to keep.
    public static func main(
        _ object: GObjectRef,
        _ signal: String,
        _ handler: @escaping @MainActor () -> Void
    ) -> SignalConnection {
        let callback: @convention(c) (gpointer?, gpointer?) -> Void = { _, data in MainHandler.call(data) }
        return SignalConnection(
            object,
            signal,
            callback: unsafeBitCast(callback, to: GCallback.self),
            box: MainHandler(handler)
        )
    }

    /// Runs `handler` on the main thread whenever a property changes.
    ///
    /// - Parameters:
    ///   - object: a widget or another object that changes on the main thread only.
    ///   - property: the property's name.
    ///   - handler: what to do.
    /// - Returns: the connection to keep.
    public static func mainNotify(
        _ object: GObjectRef,
        _ property: String,
        _ handler: @escaping @MainActor () -> Void
    ) -> SignalConnection {
        let callback: @convention(c) (gpointer?, gpointer?, gpointer?) -> Void = { _, _, data in
            MainHandler.call(data)
        }
        return SignalConnection(
            object,
            "notify::\(property)",
            callback: unsafeBitCast(callback, to: GCallback.self),
            box: MainHandler(handler)
        )
    }

    /// Runs `handler` on whatever thread changes a property.
    ///
    /// - Parameters:
    ///   - object: the object to watch.
    ///   - property: the property's name.
    ///   - handler: what to do, quickly.
    /// - Returns: the connection to keep.
    public static func notify(
        _ object: GObjectRef,
        _ property: String,
        _ handler: @escaping @Sendable () -> Void
    ) -> SignalConnection {
        let callback: @convention(c) (gpointer?, gpointer?, gpointer?) -> Void = { _, _, data in Handler.call(data) }
        return SignalConnection(
            object,
            "notify::\(property)",
            callback: unsafeBitCast(callback, to: GCallback.self),
            box: Handler(handler)
        )
    }
}
