// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit

extension Pad {
    /// Looks at when each buffer comes, on the thread that carries it, before it goes on.
    ///
    /// - Parameter look: gets the pad's element, which would keep itself if it were kept here, the buffer's running time, and
    ///   that of now; must be quick.
    func onArrival(_ look: @escaping @Sendable (Element, Duration, Duration) -> Void) {
        addProbe(GST_PAD_PROBE_TYPE_BUFFER, ArrivalReader(look: look)) { pad, info, data in
            guard let pad, let info, let data, let buffer = joom_probe_buffer(info),
                let time = runningTime(of: buffer, on: pad), let now = runningTime(at: pad),
                let parent = gst_pad_get_parent_element(pad)
            else { return GST_PAD_PROBE_OK }
            let element = Element(GObjectRef(taking: parent))
            Unmanaged<ArrivalReader>.fromOpaque(data).takeUnretainedValue().look(element, time, now)
            return GST_PAD_PROBE_OK
        }
    }

    /// Hands out each buffer of 16-bit mono samples, on the thread that carries it, before it goes on.
    ///
    /// - Parameter take: gets the samples and the first one's running time; must be quick.
    func onSound(_ take: @escaping @Sendable ([Int16], Duration) -> Void) {
        addProbe(GST_PAD_PROBE_TYPE_BUFFER, SoundReader(take: take)) { pad, info, data in
            guard let pad, let info, let data, let buffer = joom_probe_buffer(info),
                let time = runningTime(of: buffer, on: pad)
            else { return GST_PAD_PROBE_OK }
            Unmanaged<SoundReader>.fromOpaque(data).takeUnretainedValue().take(samples(of: buffer), time)
            return GST_PAD_PROBE_OK
        }
    }

    /// Has each buffer of 16-bit mono samples carry other ones, on the thread that brings it.
    ///
    /// - Parameter make: gets how many are wanted, and the first one's running time; must be quick.
    func fillSound(_ make: @escaping @Sendable (Int, Duration) -> [Int16]) {
        addProbe(GST_PAD_PROBE_TYPE_BUFFER, SoundWriter(make: make)) { pad, info, data in
            guard let pad, let info, let data, let buffer = joom_probe_writable_buffer(info),
                let time = runningTime(of: buffer, on: pad)
            else { return GST_PAD_PROBE_OK }
            let writer = Unmanaged<SoundWriter>.fromOpaque(data).takeUnretainedValue()
            let count = Int(gst_buffer_get_size(buffer)) / MemoryLayout<Int16>.size
            writer.make(count, time).withUnsafeBytes { bytes in
                _ = gst_buffer_fill(buffer, 0, bytes.baseAddress, gsize(bytes.count))
            }
            // A source of silence says that there is nothing in what it gives.
            gst_buffer_unset_flags(buffer, GST_BUFFER_FLAG_GAP)
            return GST_PAD_PROBE_OK
        }
    }
}

private func samples(of buffer: UnsafeMutablePointer<GstBuffer>) -> [Int16] {
    let count = Int(gst_buffer_get_size(buffer)) / MemoryLayout<Int16>.size
    return [Int16](unsafeUninitializedCapacity: count) { storage, initialized in
        let size = gsize(count * MemoryLayout<Int16>.size)
        initialized = Int(gst_buffer_extract(buffer, 0, storage.baseAddress, size)) / MemoryLayout<Int16>.size
    }
}

/// The time on the pipeline's clock since it started at which a buffer belongs: of all streams the same.
func runningTime(
    of buffer: UnsafeMutablePointer<GstBuffer>,
    on pad: UnsafeMutablePointer<GstPad>
) -> Duration? {
    guard let event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0) else { return nil }
    defer { gst_event_unref(event) }
    var segment: UnsafePointer<GstSegment>?
    gst_event_parse_segment(event, &segment)
    guard let segment, segment.pointee.format == GST_FORMAT_TIME else { return nil }
    return duration(gst_segment_to_running_time(segment, GST_FORMAT_TIME, buffer.pointee.pts))
}

/// The time since the pipeline of a pad started.
func runningTime(at pad: UnsafeMutablePointer<GstPad>) -> Duration? {
    guard let parent = gst_pad_get_parent_element(pad) else { return nil }
    defer { gst_object_unref(parent) }
    return duration(gst_element_get_current_running_time(parent))
}

private func duration(_ time: guint64) -> Duration? {
    time == GstClockTime.max ? nil : .nanoseconds(Int64(clamping: time))
}

private final class ArrivalReader: Sendable {
    let look: @Sendable (Element, Duration, Duration) -> Void

    init(look: @escaping @Sendable (Element, Duration, Duration) -> Void) { self.look = look }
}

private final class SoundReader: Sendable {
    let take: @Sendable ([Int16], Duration) -> Void

    init(take: @escaping @Sendable ([Int16], Duration) -> Void) { self.take = take }
}

private final class SoundWriter: Sendable {
    let make: @Sendable (Int, Duration) -> [Int16]

    init(make: @escaping @Sendable (Int, Duration) -> [Int16]) { self.make = make }
}
