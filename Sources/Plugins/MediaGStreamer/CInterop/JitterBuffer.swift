// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit
import Synchronization

/// An rtpjitterbuffer, which may wait longer for packets that are missing than those behind it are told.
struct JitterBuffer: Sendable {
    let element: Element
    private let discount: LatencyDiscount

    /// Takes charge of an element.
    init(_ element: Element) {
        self.init(element, LatencyDiscount())
        (try? element.pad("src"))?.lowerLatency(by: discount)
    }

    private init(_ element: Element, _ discount: LatencyDiscount) {
        (self.element, self.discount) = (element, discount)
    }

    /// Has packets be waited for.
    ///
    /// - Parameters:
    ///   - latency: how long whatever comes out is kept back by those behind it.
    ///   - patience: how much longer than that a packet that is missing holds up what follows.
    func wait(_ latency: Duration, patience: Duration) {
        discount.nanoseconds.store(UInt64(max(patience, .zero) / .nanoseconds(1)), ordering: .relaxed)
        element.object.set("latency", uint: UInt(max(latency + patience, .zero) / .milliseconds(1)))
    }

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

    /// Looks at each packet before it goes in, on the thread that brings it.
    ///
    /// - Parameters:
    ///   - begin: gets the buffer and what the first packet carries, as in the format's field `media`, and says whether more is
    ///     to be looked at.
    ///   - look: gets a packet's timestamp (RFC 3550 section 5.1); must be quick.
    func onPackets(
        begin: @escaping @Sendable (JitterBuffer, String?) -> Bool,
        look: @escaping @Sendable (UInt32) -> Void
    ) {
        let probe = PacketProbe(begin: begin, look: look, discount: discount)
        (try? element.pad("sink"))?.addProbe(GST_PAD_PROBE_TYPE_BUFFER, probe) { pad, info, data in
            guard let pad, let info, let data, let buffer = joom_probe_buffer(info) else { return GST_PAD_PROBE_OK }
            let probe = Unmanaged<PacketProbe>.fromOpaque(data).takeUnretainedValue()
            return probe.run(buffer, on: pad) ? GST_PAD_PROBE_OK : GST_PAD_PROBE_REMOVE
        }
    }

    private final class PacketProbe: Sendable {
        private let begin: @Sendable (JitterBuffer, String?) -> Bool
        private let look: @Sendable (UInt32) -> Void
        private let discount: LatencyDiscount
        private let hasBegun = Atomic(false)

        init(
            begin: @escaping @Sendable (JitterBuffer, String?) -> Bool,
            look: @escaping @Sendable (UInt32) -> Void,
            discount: LatencyDiscount
        ) {
            (self.begin, self.look, self.discount) = (begin, look, discount)
        }

        /// The element comes from the pad, and that from the probe: one that was kept here would keep itself.
        func run(_ buffer: UnsafeMutablePointer<GstBuffer>, on pad: UnsafeMutablePointer<GstPad>) -> Bool {
            var (payloadType, timestamp): (UInt8, UInt32) = (0, 0)
            guard gst_buffer_extract(buffer, 1, &payloadType, 1) == 1, gst_buffer_extract(buffer, 4, &timestamp, 4) == 4
            else { return true }
            if !hasBegun.exchange(true, ordering: .relaxed) {
                guard let parent = gst_pad_get_parent_element(pad) else { return true }
                let element = Element(GObjectRef(taking: parent))
                let text = joom_jitterbuffer_media(element.pointer, guint(payloadType & 0x7F))
                defer { g_free(text) }
                guard begin(JitterBuffer(element, discount), text.map { String(cString: $0) }) else { return false }
            }
            look(UInt32(bigEndian: timestamp))
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
        retransmissions = count("rtx-count")
        retransmissionTime = count("rtx-rtt")
    }
}
