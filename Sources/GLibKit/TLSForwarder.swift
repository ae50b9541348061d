// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib
import Synchronization

/// Lets a program that speaks plain TCP reach a server over TLS: a port on 127.0.0.1, from where connections go on to the
/// server, whose certificate must be good for its name (GTlsClientConnection; needs glib-networking).
///
/// What anybody on this computer sends to the port goes to that one server, which they could reach themselves.
public final class TLSForwarder: Sendable {
    /// Of TCP, on 127.0.0.1.
    public let port: UInt16
    private let worker: ForwardingWorker

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - host: the server's name or address.
    ///   - port: of the server.
    ///   - report: hears why the server cannot be reached, or is not to be trusted; from a thread of its own.
    /// - Throws: why there is no port.
    public init(
        host: String,
        port: UInt16,
        report: @escaping @Sendable (GLibError) -> Void
    ) throws(GLibError) {
        (worker, self.port) = try ForwardingWorker.start(host: host, port: port, report: report)
    }

    deinit { worker.end() }

    /// Ends it and all connections through it.
    public func close() { worker.end() }
}

/// The thread that takes connections and moves bytes.
///
/// @unchecked: what is not atomic is used on that thread alone, once it runs.
private final class ForwardingWorker: @unchecked Sendable {
    /// More than one call opens, for each of a computer's addresses.
    private static let limit = 32

    private let host: String
    private let serverPort: UInt16
    private let report: @Sendable (GLibError) -> Void
    private let context: OpaquePointer
    private let service: GObjectRef
    private let cancellable = GObjectRef(taking: g_cancellable_new())
    private let isOver = Atomic(false)
    private var incoming: SignalConnection?
    /// Connections, those that are not through yet included.
    private var count = 0

    private init(_ host: String, _ port: UInt16, _ report: @escaping @Sendable (GLibError) -> Void) {
        (self.host, serverPort, self.report) = (host, port, report)
        context = g_main_context_new()
        service = GObjectRef(taking: g_socket_service_new())
    }

    deinit { g_main_context_unref(context) }

    static func start(
        host: String,
        port: UInt16,
        report: @escaping @Sendable (GLibError) -> Void
    ) throws(GLibError) -> (ForwardingWorker, UInt16) {
        let worker = ForwardingWorker(host, port, report)
        let found = try worker.listen()
        let thread = g_thread_new(
            "joom-tls",
            { data in
                if let data { Unmanaged<ForwardingWorker>.fromOpaque(data).takeRetainedValue().run() }
                return nil
            },
            Unmanaged.passRetained(worker).toOpaque()
        )
        if let thread { g_thread_unref(thread) }
        return (worker, found)
    }

    func end() {
        guard !isOver.exchange(true, ordering: .relaxed) else { return }
        g_cancellable_cancel(cancellable.cast())
        g_main_context_wakeup(context)
    }

    private func listen() throws(GLibError) -> UInt16 {
        // The listener's sources belong to the context that is the thread's default as they are made.
        g_main_context_push_thread_default(context)
        defer { g_main_context_pop_thread_default(context) }
        let place = GObjectRef(taking: g_inet_socket_address_new_from_string("127.0.0.1", 0))
        var found: UnsafeMutablePointer<GSocketAddress>?
        _ = try GLibError.check {
            g_socket_listener_add_address(
                service.cast(),
                place.cast(),
                G_SOCKET_TYPE_STREAM,
                G_SOCKET_PROTOCOL_TCP,
                nil,
                &found,
                $0
            )
        }
        let address = found.map { GObjectRef(taking: UnsafeMutableRawPointer($0)) }
        let callback: @convention(c) (gpointer?, gpointer?, gpointer?, gpointer?) -> gboolean = { _, stream, _, data in
            if let stream, let data {
                Unmanaged<Taker>.fromOpaque(data).takeUnretainedValue().worker?.take(GObjectRef(retaining: stream))
            }
            return 1
        }
        let taker = Taker(self)
        incoming = SignalConnection(
            service,
            "incoming",
            callback: unsafeBitCast(callback, to: GCallback.self),
            box: taker
        )
        return address.map { g_inet_socket_address_get_port($0.cast()) } ?? 0
    }

    private func run() {
        g_main_context_push_thread_default(context)
        while !isOver.load(ordering: .relaxed) { g_main_context_iteration(context, 1) }
        g_socket_service_stop(service.cast())
        g_socket_listener_close(service.cast())
        // What was cancelled says so before it is over.
        while count > 0 { g_main_context_iteration(context, 1) }
        while g_main_context_iteration(context, 0) != 0 {}
        incoming = nil
        g_main_context_pop_thread_default(context)
    }

    /// Takes a connection from this computer, and asks for one to the server.
    private func take(_ plain: GObjectRef) {
        guard count < Self.limit, !isOver.load(ordering: .relaxed) else {
            g_io_stream_close(plain.cast(), nil, nil)
            return
        }
        count += 1
        ForwardingWorker.hurry(plain)
        let client = GObjectRef(taking: g_socket_client_new())
        g_socket_client_set_tls(client.cast(), 1)
        g_socket_client_set_timeout(client.cast(), 10)
        let passage = Passage(self, plain: plain)
        g_socket_client_connect_to_host_async(
            client.cast(),
            host.contains(":") ? "[\(host)]" : host,
            serverPort,
            cancellable.cast(),
            { source, result, data in
                guard let source, let data else { return }
                let passage = Unmanaged<Passage>.fromOpaque(data).takeRetainedValue()
                passage.worker.connected(passage, source: source, result: result)
            },
            Unmanaged.passRetained(passage).toOpaque()
        )
    }

    /// Moves bytes both ways until either side has enough.
    private func connected(_ passage: Passage, source: UnsafeMutablePointer<GObject>, result: OpaquePointer?) {
        do throws(GLibError) {
            let made = try GLibError.check {
                g_socket_client_connect_to_host_finish(
                    UnsafeMutableRawPointer(source).assumingMemoryBound(
                        to: GSocketClient.self
                    ),
                    result,
                    $0
                )
            }
            guard let made else { return over(passage) }
            let safe = GObjectRef(taking: UnsafeMutableRawPointer(made))
            ForwardingWorker.hurry(safe)
            g_io_stream_splice_async(
                passage.plain.cast(),
                safe.cast(),
                GIOStreamSpliceFlags(rawValue: 3),
                0,
                cancellable.cast(),
                { _, result, data in
                    guard let data else { return }
                    g_io_stream_splice_finish(result, nil)
                    let passage = Unmanaged<Passage>.fromOpaque(data).takeRetainedValue()
                    passage.worker.over(passage)
                },
                Unmanaged.passRetained(passage).toOpaque()
            )
        } catch {
            if !isOver.load(ordering: .relaxed) { report(error) }
            g_io_stream_close(passage.plain.cast(), nil, nil)
            over(passage)
        }
    }

    private func over(_ passage: Passage) { count -= 1 }

    /// Sound waits for nobody: each packet goes at once, and silence is no reason to hang up.
    private static func hurry(_ connection: GObjectRef) {
        guard let socket = g_socket_connection_get_socket(connection.cast()) else { return }
        g_socket_set_option(socket, Int32(6), 1, 1, nil)
        g_socket_set_timeout(socket, 0)
    }

    /// Keeps no worker alive.
    private final class Taker {
        weak var worker: ForwardingWorker?
        init(_ worker: ForwardingWorker) { self.worker = worker }
    }

    /// One connection on its way.
    private final class Passage {
        let worker: ForwardingWorker
        let plain: GObjectRef

        init(_ worker: ForwardingWorker, plain: GObjectRef) { (self.worker, self.plain) = (worker, plain) }
    }
}
