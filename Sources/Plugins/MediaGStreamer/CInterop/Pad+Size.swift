// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import JoomModel
import Synchronization

extension Pad {
    /// The size of the pictures on this pad, in px; nil before it is known.
    var pictureSize: VideoSize? {
        guard let caps = gst_pad_get_current_caps(pointer) else { return nil }
        defer { gst_caps_unref(caps) }
        return Self.size(caps)
    }

    /// Stands behind a switch between pictures of different sizes: drops those that came past the format of others, and
    /// tells of each size that follows another.
    ///
    /// For an input: there the stream's lock is held, so that a picture is compared with the format that it will be taken
    /// for. Whoever reads a picture of the wrong size reads what is not there.
    ///
    /// - Parameter changed: told on the thread that carries the pictures.
    func guardSize(_ changed: @escaping @Sendable (VideoSize) -> Void) {
        let mask = GST_PAD_PROBE_TYPE_BUFFER.rawValue | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM.rawValue
        let box = Unmanaged.passRetained(SizeGuard(changed)).toOpaque()
        gst_pad_add_probe(
            pointer,
            GstPadProbeType(mask),
            { pad, info, data in
                guard let pad, let info, let data else { return GST_PAD_PROBE_OK }
                return Unmanaged<SizeGuard>.fromOpaque(data).takeUnretainedValue().look(pad, info)
            },
            box,
            { data in
                guard let data else { return }
                Unmanaged<SizeGuard>.fromOpaque(data).release()
            }
        )
    }

    /// Looks at the size of each picture, in px, on the thread that carries it.
    ///
    /// - Parameter look: must be quick; false drops the picture.
    func onPicture(_ look: @escaping @Sendable (VideoSize) -> Bool) {
        addProbe(GST_PAD_PROBE_TYPE_BUFFER, SizeReader(look: look)) { pad, _, data in
            guard let pad, let data, let caps = gst_pad_get_current_caps(pad) else { return GST_PAD_PROBE_OK }
            defer { gst_caps_unref(caps) }
            guard let size = Pad.size(caps) else { return GST_PAD_PROBE_OK }
            let isPassed = Unmanaged<SizeReader>.fromOpaque(data).takeUnretainedValue().look(size)
            return isPassed ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP
        }
    }

    fileprivate static func size(_ caps: UnsafePointer<GstCaps>) -> VideoSize? {
        var (width, height): (gint, gint) = (0, 0)
        guard joom_caps_size(caps, &width, &height) != 0 else { return nil }
        return VideoSize(width: Int(width), height: Int(height))
    }
}

private final class SizeReader: Sendable {
    let look: @Sendable (VideoSize) -> Bool

    init(look: @escaping @Sendable (VideoSize) -> Bool) { self.look = look }
}

private final class SizeGuard: Sendable {
    private let changed: @Sendable (VideoSize) -> Void
    private let last = Mutex<VideoSize?>(nil)

    init(_ changed: @escaping @Sendable (VideoSize) -> Void) { self.changed = changed }

    func look(_ pad: UnsafeMutablePointer<GstPad>, _ info: UnsafeMutablePointer<GstPadProbeInfo>) -> GstPadProbeReturn {
        if info.pointee.type.rawValue & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM.rawValue != 0 {
            guard let event = joom_probe_event(info), event.pointee.type == GST_EVENT_CAPS else {
                return GST_PAD_PROBE_OK
            }
            var caps: UnsafeMutablePointer<GstCaps>?
            gst_event_parse_caps(event, &caps)
            if let size = caps.flatMap({ Pad.size($0) }), isNew(size) { changed(size) }
            return GST_PAD_PROBE_OK
        }
        guard let buffer = joom_probe_buffer(info), let caps = gst_pad_get_current_caps(pad) else {
            return GST_PAD_PROBE_OK
        }
        defer { gst_caps_unref(caps) }
        return joom_buffer_fits(buffer, caps) != 0 ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP
    }

    private func isNew(_ size: VideoSize) -> Bool {
        last.withLock { last in
            defer { last = size }
            return last != size
        }
    }
}
