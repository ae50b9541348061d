// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import JoomModel
import PluginKit
import Synchronization

extension Pad {
    /// Hands out a copy of each encoded frame that passes, until the tap is closed; before and after it costs nothing.
    func tap(_ sink: any EncodedFrameSink) -> PadTap { PadTap(self, sink) }
}

/// Looks at the frames on a pad, for as long as it is kept.
final class PadTap: Sendable {
    private let pad: Pad
    private let probe: gulong

    fileprivate init(_ pad: Pad, _ sink: any EncodedFrameSink) {
        self.pad = pad
        probe = gst_pad_add_probe(
            pad.pointer,
            GST_PAD_PROBE_TYPE_BUFFER,
            { pad, info, data in
                if let pad, let info, let data, let buffer = joom_probe_buffer(info) {
                    Unmanaged<FrameCopier>.fromOpaque(data).takeUnretainedValue().take(buffer, on: pad)
                }
                return GST_PAD_PROBE_OK
            },
            Unmanaged.passRetained(FrameCopier(sink)).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<FrameCopier>.fromOpaque(data).release()
            }
        )
    }

    deinit { gst_pad_remove_probe(pad.pointer, probe) }
}

/// Makes values of buffers, on the thread that carries them.
private final class FrameCopier: Sendable {
    private let sink: any EncodedFrameSink
    private let known = Mutex<KnownFormat?>(nil)

    init(_ sink: any EncodedFrameSink) { self.sink = sink }

    func take(_ buffer: UnsafeMutablePointer<GstBuffer>, on pad: UnsafeMutablePointer<GstPad>) {
        // Headers that an encoder repeats in front are no frames.
        guard gst_buffer_has_flags(buffer, GST_BUFFER_FLAG_HEADER) == 0 || isPicture(pad),
            let time = runningTime(of: buffer, on: pad), let format = format(on: pad)
        else { return }
        let size = gst_buffer_get_size(buffer)
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { storage, count in
            count = Int(gst_buffer_extract(buffer, 0, storage.baseAddress, size))
        }
        let duration = buffer.pointee.duration
        sink.receive(
            EncodedFrame(
                format: format,
                bytes: bytes,
                timestamp: time,
                duration: duration == GstClockTime.max ? nil : .nanoseconds(Int64(clamping: duration)),
                isKeyFrame: gst_buffer_has_flags(buffer, GST_BUFFER_FLAG_DELTA_UNIT) == 0
            )
        )
    }

    /// H.264's key frames carry their headers with them, and are marked so.
    private func isPicture(_ pad: UnsafeMutablePointer<GstPad>) -> Bool { format(on: pad)?.codec.kind == .video }

    private func format(on pad: UnsafeMutablePointer<GstPad>) -> EncodedFormat? {
        guard let caps = gst_pad_get_current_caps(pad) else { return nil }
        return known.withLock { known in
            // The same format is the same object, which cannot be another's while it is held.
            if let known, known.holds(caps) {
                gst_caps_unref(caps)
                return known.format
            }
            let fresh = KnownFormat(taking: caps)
            known = fresh
            return fresh.format
        }
    }
}

/// Caps, and what they mean.
private final class KnownFormat: @unchecked Sendable {
    // @unchecked: nothing changes after init, and caps with a second reader are never written.
    private let caps: UnsafeMutablePointer<GstCaps>
    /// Nil for what is no frame of a codec of ours.
    let format: EncodedFormat?

    init(taking caps: UnsafeMutablePointer<GstCaps>) {
        self.caps = caps
        format = Self.describe(caps)
    }

    deinit { gst_caps_unref(caps) }

    func holds(_ other: UnsafeMutablePointer<GstCaps>) -> Bool { caps == other }

    private static func describe(_ caps: UnsafeMutablePointer<GstCaps>) -> EncodedFormat? {
        guard gst_caps_get_size(caps) > 0, let structure = gst_caps_get_structure(caps, 0),
            let name = gst_structure_get_name(structure), let text = gst_caps_to_string(caps)
        else { return nil }
        defer { g_free(text) }
        let codec: EncodedFormat.Codec
        switch String(cString: name) {
        case "video/x-vp8": codec = .vp8
        case "video/x-vp9": codec = .vp9
        case "video/x-h264": codec = .h264
        case "audio/x-opus": codec = .opus
        default: return nil
        }
        func number(_ field: String) -> Int? {
            var value: gint = 0
            return gst_structure_get_int(structure, field, &value) != 0 && value > 0 ? Int(value) : nil
        }
        var size: VideoSize?
        if let width = number("width"), let height = number("height") { size = VideoSize(width: width, height: height) }
        return EncodedFormat(codec, caps: String(cString: text), size: size, channels: number("channels"))
    }
}
