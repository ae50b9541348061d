// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit
import PluginKit

/// A GstPipeline on the system's clock, whose messages come as a stream.
struct Pipeline: Sendable {
    /// The pipeline as a bin.
    let element: Element
    /// What its parts say, copied; ends with `stopMessages()`.
    let messages: AsyncStream<BusMessage>
    private let bus: GObjectRef

    /// Builds a pipeline from gst-launch's language.
    init(_ description: String) throws(MediaError) {
        var error: UnsafeMutablePointer<GError>?
        let made = gst_parse_launch(description, &error)
        let object = made.map { GObjectRef(sinking: $0) }
        if let error { throw .engine(GLibError(taking: error).message) }
        guard let object, let bus = gst_element_get_bus(object.cast()) else { throw .engine("no pipeline") }
        element = Element(object)
        self.bus = GObjectRef(taking: bus)
        // Devices come and go, and with them the clocks they would provide.
        if let clock = gst_system_clock_obtain() {
            gst_pipeline_use_clock(object.cast(), clock)
            gst_object_unref(clock)
        }
        let (stream, continuation) = AsyncStream.makeStream(of: BusMessage.self)
        messages = stream
        let box = Unmanaged.passRetained(Handler(continuation)).toOpaque()
        gst_bus_set_sync_handler(
            self.bus.cast(),
            { _, message, data in
                if let message, let data {
                    Unmanaged<Handler>.fromOpaque(data).takeUnretainedValue().take(message)
                    gst_message_unref(message)
                }
                return GST_BUS_DROP
            },
            box,
            { data in
                guard let data else { return }
                Unmanaged<Handler>.fromOpaque(data).release()
            }
        )
    }

    /// Tells all sinks anew how long the way to them is.
    func recalculateLatency() { gst_bin_recalculate_latency(element.bin) }

    /// Ends the stream of messages.
    func stopMessages() { gst_bus_set_sync_handler(bus.cast(), nil, nil, nil) }

    private final class Handler: Sendable {
        private let continuation: AsyncStream<BusMessage>.Continuation

        init(_ continuation: AsyncStream<BusMessage>.Continuation) { self.continuation = continuation }

        deinit { continuation.finish() }

        func take(_ message: UnsafeMutablePointer<GstMessage>) {
            if message.pointee.type == GST_MESSAGE_STREAM_STATUS { rest(message) }
            guard let copy = BusMessage(message) else { return }
            continuation.yield(copy)
        }

        /// Comes from the thread itself.
        private func rest(_ message: UnsafeMutablePointer<GstMessage>) {
            var type = GST_STREAM_STATUS_TYPE_CREATE
            gst_message_parse_stream_status(message, &type, nil)
            if type == GST_STREAM_STATUS_TYPE_LEAVE { ThreadPriority.lower() }
        }
    }
}

/// A message of the pipeline's parts that somebody here cares for.
enum BusMessage: Sendable {
    /// A part broke. `path` names it from the pipeline down, `error` is the library's own.
    case error(path: String, error: GLibError, details: String)
    /// Loudness at a `level` element, in dBFS.
    case level(element: String, decibels: Double)
    /// The way to the sinks changed its length.
    case latency
    /// All that was to be played is played.
    case ended

    init?(_ message: UnsafeMutablePointer<GstMessage>) {
        switch message.pointee.type {
        case GST_MESSAGE_ERROR:
            var error: UnsafeMutablePointer<GError>?
            var details: UnsafeMutablePointer<CChar>?
            gst_message_parse_error(message, &error, &details)
            defer { g_free(details) }
            guard let error else { return nil }
            let path = message.pointee.src.flatMap { gst_object_get_path_string($0) }
            defer { g_free(path) }
            self = .error(
                path: path.map { String(cString: $0) } ?? "",
                error: GLibError(taking: error),
                details: details.map { String(cString: $0) } ?? ""
            )
        case GST_MESSAGE_ELEMENT:
            guard let structure = gst_message_get_structure(message), gst_structure_has_name(structure, "level") != 0,
                let source = joom_message_source_name(message)
            else { return nil }
            // Digital silence is minus infinity, which no gauge and no JSON can show.
            let decibels = max(joom_structure_first_double(structure, "rms", -120), -120)
            self = .level(element: String(cString: source), decibels: decibels)
        case GST_MESSAGE_LATENCY:
            self = .latency
        case GST_MESSAGE_EOS:
            self = .ended
        default:
            return nil
        }
    }
}
