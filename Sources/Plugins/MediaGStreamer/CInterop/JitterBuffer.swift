// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst

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
