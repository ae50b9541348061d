// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit

/// An rtpjitterbuffer, of whose waiting the pipeline is not told: who plays or shows what comes out of it keeps that back.
///
/// If it were, each change would move all that is played and shown at once, and the slowest peer's network all others'.
struct JitterBuffer: Sendable {
    let element: Element

    /// Takes charge of an element.
    init(_ element: Element) {
        self.element = element
        (try? element.pad("src"))?.hideLatency()
    }

    /// Takes charge again of one whose latency is hidden already.
    private init(known element: Element) { self.element = element }

    /// Has packets that are missing be waited for: for so long they hold up what follows them.
    func wait(_ time: Duration) { element.object.set("latency", uint: UInt(max(time, .zero) / .milliseconds(1))) }

    /// Has packets that are missing asked for; nil leaves a time to the element, which goes by what comes.
    ///
    /// - Parameters:
    ///   - delay: from the gap that is seen to the first question.
    ///   - repetition: from one question to the next.
    ///   - period: from the moment at which the packet was due to the last question.
    func ask(after delay: Duration?, again repetition: Duration?, until period: Duration?) {
        func milliseconds(_ time: Duration?) -> Int { time.map { Int($0 / .milliseconds(1)) } ?? -1 }
        element.object.set("rtx-delay", int: milliseconds(delay))
        element.object.set("rtx-retry-timeout", int: milliseconds(repetition))
        element.object.set("rtx-retry-period", int: milliseconds(period))
    }

    /// Has nothing asked for that is missing.
    func askForNothing() { element.object.set("do-retransmission", false) }

    /// What it counted so far; nil when it tells nothing.
    var statistics: JitterBufferStatistics? { JitterBufferStatistics(element) }

    /// Gives each packet that comes out another time than the element would, on the thread that carries it.
    ///
    /// It takes a packet that is later than it waits for a new beginning, after which everything seems to be in time.
    ///
    /// - Parameter time: gets a packet's timestamp (RFC 3550 section 5.1) and the running time of now; must be quick.
    func stamp(_ time: @escaping @Sendable (UInt32, Duration) -> Duration) {
        (try? element.pad("src"))?.addProbe(GST_PAD_PROBE_TYPE_BUFFER, Stamp(time: time)) { pad, info, data in
            var timestamp: UInt32 = 0
            guard let pad, let info, let data, let buffer = joom_probe_writable_buffer(info),
                gst_buffer_extract(buffer, 4, &timestamp, 4) == 4, let now = runningTime(at: pad),
                let parent = gst_pad_get_parent_element(pad)
            else { return GST_PAD_PROBE_OK }
            let stamp = Unmanaged<Stamp>.fromOpaque(data).takeUnretainedValue()
            // By so much it is to be later than it came, so that it goes with what was recorded at the same moment.
            let offset = GObjectRef(taking: parent).int64("ts-offset")
            let time = stamp.time(UInt32(bigEndian: timestamp), now) + .nanoseconds(offset)
            buffer.pointee.pts = GstClockTime(max(time, .zero) / .nanoseconds(1))
            return GST_PAD_PROBE_OK
        }
    }

    private final class Stamp: Sendable {
        let time: @Sendable (UInt32, Duration) -> Duration

        init(time: @escaping @Sendable (UInt32, Duration) -> Duration) { self.time = time }
    }

    /// Runs `body` before the first packet goes in, on the thread that brings it, with what it carries, as in the format's
    /// field `media`.
    func onFirstPacket(_ body: @escaping @Sendable (JitterBuffer, String?) -> Void) {
        (try? element.pad("sink"))?.addProbe(GST_PAD_PROBE_TYPE_BUFFER, PacketProbe(body: body)) { pad, info, data in
            guard let pad, let info, let data, let buffer = joom_probe_buffer(info) else { return GST_PAD_PROBE_OK }
            let probe = Unmanaged<PacketProbe>.fromOpaque(data).takeUnretainedValue()
            return probe.run(buffer, on: pad) ? GST_PAD_PROBE_REMOVE : GST_PAD_PROBE_OK
        }
    }

    private final class PacketProbe: Sendable {
        private let body: @Sendable (JitterBuffer, String?) -> Void

        init(body: @escaping @Sendable (JitterBuffer, String?) -> Void) { self.body = body }

        /// The element comes from the pad, and that from the probe: one that was kept here would keep itself.
        ///
        /// - Returns: whether it was a packet.
        func run(_ buffer: UnsafeMutablePointer<GstBuffer>, on pad: UnsafeMutablePointer<GstPad>) -> Bool {
            var payloadType: UInt8 = 0
            guard gst_buffer_extract(buffer, 1, &payloadType, 1) == 1, let parent = gst_pad_get_parent_element(pad)
            else { return false }
            let element = Element(GObjectRef(taking: parent))
            let text = joom_jitterbuffer_media(element.pointer, guint(payloadType & 0x7F))
            defer { g_free(text) }
            body(JitterBuffer(known: element), text.map { String(cString: $0) })
            return true
        }
    }
}

/// Counters of one rtpjitterbuffer since its start.
struct JitterBufferStatistics: Hashable, Sendable {
    /// RFC 3550's interarrival jitter, in ns.
    let jitter: UInt64
    /// Packets that came when their turn was over.
    let late: UInt64
    /// Packets that were given up.
    let lost: UInt64
    /// Retransmissions that were asked for.
    let retransmissions: UInt64
    /// How long one takes from the request on, in ns; 0 before the first.
    let retransmissionTime: UInt64

    /// Reads the counters of an element; nil when it has none.
    init?(_ buffer: Element) {
        guard let structure = joom_object_get_stats(buffer.object.pointer) else { return nil }
        defer { gst_structure_free(structure) }
        func count(_ field: String) -> UInt64 {
            var value: guint64 = 0
            return gst_structure_get_uint64(structure, field, &value) != 0 ? UInt64(value) : 0
        }
        jitter = count("avg-jitter")
        late = count("num-late")
        lost = count("num-lost")
        retransmissions = count("rtx-count")
        retransmissionTime = count("rtx-rtt")
    }
}
