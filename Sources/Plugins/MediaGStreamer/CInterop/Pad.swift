// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit
import PluginKit

/// A GstPad; copies are references to the same one.
struct Pad: Sendable {
    let object: GObjectRef

    init(_ object: GObjectRef) { self.object = object }

    var pointer: UnsafeMutablePointer<GstPad> { object.cast() }

    /// Connects this output to an input.
    func link(to sink: Pad) throws(MediaError) {
        let result = gst_pad_link(pointer, sink.pointer)
        guard result == GST_PAD_LINK_OK else { throw .engine("pads do not fit (\(result.rawValue))") }
    }

    /// Cuts this pad off from whatever it is connected to.
    func unlink() {
        guard let found = gst_pad_get_peer(pointer) else { return }
        let peer = Pad(GObjectRef(taking: found))
        if gst_pad_get_direction(pointer) == GST_PAD_SRC {
            gst_pad_unlink(pointer, peer.pointer)
        } else {
            gst_pad_unlink(peer.pointer, pointer)
        }
    }

    /// Whether it is connected to anything.
    var isLinked: Bool { gst_pad_is_linked(pointer) != 0 }

    /// A field of the format on this pad, such as `media` of `application/x-rtp`; nil before it is known.
    func capsField(_ field: String) -> String? { Self.capsField(field, of: pointer) }

    fileprivate static func capsField(_ field: String, of pointer: UnsafeMutablePointer<GstPad>) -> String? {
        guard let caps = gst_pad_get_current_caps(pointer) ?? gst_pad_query_caps(pointer, nil) else { return nil }
        defer { gst_caps_unref(caps) }
        guard gst_caps_get_size(caps) > 0, let structure = gst_caps_get_structure(caps, 0),
            let text = gst_structure_get_string(structure, field)
        else { return nil }
        return String(cString: text)
    }

    /// Asks the encoder behind this output, or the peer behind this input, for a key frame.
    func requestKeyFrame() {
        guard let event = gst_video_event_new_upstream_force_key_unit(GstClockTime.max, 1, 0) else { return }
        if gst_pad_get_direction(pointer) == GST_PAD_SRC {
            gst_pad_send_event(pointer, event)
        } else {
            gst_pad_push_event(pointer, event)
        }
    }

    /// Decides on each request for a key frame that comes up to this output, on whatever thread brings it.
    ///
    /// - Parameter lets: must be quick; false drops the request.
    func onKeyFrameRequest(_ lets: @escaping @Sendable () -> Bool) {
        addProbe(GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, RequestProbe(lets: lets)) { _, info, data in
            guard let info, let data, let event = joom_probe_event(info),
                gst_video_event_is_force_key_unit(event) != 0
            else { return GST_PAD_PROBE_OK }
            let isPassed = Unmanaged<RequestProbe>.fromOpaque(data).takeUnretainedValue().lets()
            return isPassed ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP
        }
    }

    /// Looks at each buffer on whatever thread carries it.
    ///
    /// - Parameter look: must be quick; false drops the buffer.
    func onBuffer(_ look: @escaping @Sendable (BufferFacts) -> Bool) {
        let mask = GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER.rawValue | GST_PAD_PROBE_TYPE_BUFFER_LIST.rawValue)
        addProbe(mask, BufferProbe(look)) { _, info, data in
            guard let info, let data else { return GST_PAD_PROBE_OK }
            return Unmanaged<BufferProbe>.fromOpaque(data).takeUnretainedValue().run(info)
        }
    }

    /// Looks at the loudness of each buffer of 16-bit samples, in dBFS, and its time, on the thread that carries it, before
    /// it goes on.
    func onLoudness(_ look: @escaping @Sendable (Double, Duration) -> Void) {
        addProbe(GST_PAD_PROBE_TYPE_BUFFER, LoudnessProbe(look: look)) { _, info, data in
            guard let info, let data, let buffer = joom_probe_buffer(info) else { return GST_PAD_PROBE_OK }
            let time = Duration.nanoseconds(Int64(clamping: buffer.pointee.pts))
            Unmanaged<LoudnessProbe>.fromOpaque(data).takeUnretainedValue().look(joom_buffer_decibels(buffer), time)
            return GST_PAD_PROBE_OK
        }
    }

    /// Whether something is on its way through what is behind this input now; whoever asks does not wait for it.
    var isBusy: Bool { joom_pad_is_busy(pointer) != 0 }

    /// Runs `body` once, while nothing passes this output: here and now, or on the thread that carries what comes next.
    func onceIdle(_ body: @escaping @Sendable () -> Void) {
        addProbe(GST_PAD_PROBE_TYPE_IDLE, IdleProbe(body: body)) { _, _, data in
            if let data { Unmanaged<IdleProbe>.fromOpaque(data).takeUnretainedValue().body() }
            return GST_PAD_PROBE_REMOVE
        }
    }

    /// Shows whatever is behind this output one fixed format, and nothing of what its element says.
    ///
    /// - Parameter caps: in GStreamer's language; written by us.
    /// - Throws: what cannot be read as caps.
    func present(as caps: String) throws(MediaError) {
        guard let made = gst_caps_from_string(caps) else { throw .engine("no caps: \(caps)") }
        let mask = GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM.rawValue | GST_PAD_PROBE_TYPE_QUERY_UPSTREAM.rawValue
        addProbe(GstPadProbeType(mask), CapsProbe(taking: made)) { _, info, data in
            guard let info, let data else { return GST_PAD_PROBE_OK }
            return joom_probe_present_caps(info, Unmanaged<CapsProbe>.fromOpaque(data).takeUnretainedValue().caps)
        }
    }

    /// Tells whatever is before this input that all of these formats are equally welcome: a scaler would otherwise take
    /// the one that it heard of last.
    ///
    /// - Parameter caps: in GStreamer's language; written by us.
    /// - Throws: what cannot be read as caps.
    func welcome(_ caps: String) throws(MediaError) {
        guard let made = gst_caps_from_string(caps) else { throw .engine("no caps: \(caps)") }
        addProbe(GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, CapsProbe(taking: made)) { _, info, data in
            guard let info, let data else { return GST_PAD_PROBE_OK }
            return joom_probe_present_caps(info, Unmanaged<CapsProbe>.fromOpaque(data).takeUnretainedValue().caps)
        }
    }

    /// Takes a camera's YUV pictures for BT.601 when they do not say what their colours mean (USB Video Class 1.5, section
    /// 3.9.2.6).
    ///
    /// GStreamer would take those of 720 rows for BT.709, with other colours, and a conversion that takes half as long as encoding.
    func assumeCameraColours() {
        addProbe(GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, nil) { _, info, _ in
            if let info { joom_probe_default_colours(info) }
            return GST_PAD_PROBE_OK
        }
    }

    /// Has nobody behind this output know that what is before it keeps anything back.
    func hideLatency() {
        addProbe(GST_PAD_PROBE_TYPE_QUERY_UPSTREAM, nil) { _, info, _ in
            if let info { joom_probe_hide_latency(info) }
            return GST_PAD_PROBE_OK
        }
    }

    /// Lets no end of stream past this pad: what follows goes on with another source.
    func holdEndOfStream() {
        addProbe(GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, nil) { _, info, _ in
            guard let info, let event = joom_probe_event(info) else { return GST_PAD_PROBE_OK }
            return event.pointee.type == GST_EVENT_EOS ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK
        }
    }

    /// Adds a probe that keeps `box`, which the callback finds behind its last argument, for as long as it is there.
    func addProbe(_ mask: GstPadProbeType, _ box: AnyObject?, _ callback: @escaping GstPadProbeCallback) {
        gst_pad_add_probe(pointer, mask, callback, box.map { Unmanaged.passRetained($0).toOpaque() }) { data in
            guard let data else { return }
            Unmanaged<AnyObject>.fromOpaque(data).release()
        }
    }
}

/// What may be known of a buffer without touching its bytes.
struct BufferFacts: Sendable {
    /// Bytes, of all buffers when there is a list of them.
    let size: Int
    /// Nanoseconds on the stream's time line; nil when there is no time.
    let timestamp: UInt64?
    /// Whether it can be decoded without those before it.
    let isKeyFrame: Bool
    /// Whether it is an RTP packet that was sent before.
    let isRetransmission: Bool
}

private final class LoudnessProbe: Sendable {
    let look: @Sendable (Double, Duration) -> Void

    init(look: @escaping @Sendable (Double, Duration) -> Void) { self.look = look }
}

private final class IdleProbe: Sendable {
    let body: @Sendable () -> Void

    init(body: @escaping @Sendable () -> Void) { self.body = body }
}

private final class RequestProbe: Sendable {
    let lets: @Sendable () -> Bool

    init(lets: @escaping @Sendable () -> Bool) { self.lets = lets }
}

private final class CapsProbe {
    let caps: UnsafeMutablePointer<GstCaps>

    init(taking caps: UnsafeMutablePointer<GstCaps>) { self.caps = caps }

    deinit { gst_caps_unref(caps) }
}

private final class BufferProbe: Sendable {
    private let look: @Sendable (BufferFacts) -> Bool

    init(_ look: @escaping @Sendable (BufferFacts) -> Bool) { self.look = look }

    func run(_ info: UnsafeMutablePointer<GstPadProbeInfo>) -> GstPadProbeReturn {
        let facts: BufferFacts
        if info.pointee.type.rawValue & GST_PAD_PROBE_TYPE_BUFFER_LIST.rawValue != 0 {
            let size = joom_probe_buffer_list(info).map { gst_buffer_list_calculate_size($0) } ?? 0
            facts = BufferFacts(size: Int(size), timestamp: nil, isKeyFrame: false, isRetransmission: false)
        } else if let buffer = joom_probe_buffer(info) {
            let time = buffer.pointee.pts
            facts = BufferFacts(
                size: Int(gst_buffer_get_size(buffer)),
                timestamp: time == GstClockTime.max ? nil : UInt64(time),
                isKeyFrame: gst_buffer_has_flags(buffer, GST_BUFFER_FLAG_DELTA_UNIT) == 0,
                isRetransmission: joom_buffer_is_retransmission(buffer) != 0
            )
        } else {
            return GST_PAD_PROBE_OK
        }
        return look(facts) ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP
    }
}
