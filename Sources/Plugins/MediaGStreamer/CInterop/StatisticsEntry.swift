// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst

/// One dictionary of W3C getStats as webrtcbin gives it, copied.
struct StatisticsEntry: Hashable, Sendable {
    /// What it is about.
    var kind: Kind
    /// Members that hold a number or a boolean.
    var numbers: [String: Double] = [:]
    /// Members that hold text.
    var texts: [String: String] = [:]
    /// The last packet that the peer's last report tells of; nil without a report.
    var reportedSequence: Double?

    /// The kinds that are read; GstWebRTCStatsType has more.
    enum Kind: Hashable, Sendable {
        /// RTCInboundRtpStreamStats.
        case inbound
        /// RTCOutboundRtpStreamStats.
        case outbound
        /// RTCRemoteInboundRtpStreamStats: what the peer says of our stream.
        case remoteInbound
        /// RTCIceCandidatePairStats.
        case candidatePair
        /// RTCIceCandidateStats of either end of the path in use.
        case candidate
        /// Any other.
        case other
    }

    /// Copies the entries out of a reply to get-stats.
    static func read(_ reply: UnsafePointer<GstStructure>) -> [StatisticsEntry] {
        (0..<gst_structure_n_fields(reply)).compactMap { index in
            guard let name = gst_structure_nth_field_name(reply, guint(index)),
                let value = gst_structure_get_value(reply, name), joom_value_holds_structure(value) != 0,
                let structure = gst_value_get_structure(value)
            else { return nil }
            return entry(structure)
        }
    }

    private static func entry(_ structure: UnsafePointer<GstStructure>) -> StatisticsEntry {
        var type = GST_WEBRTC_STATS_CODEC
        withUnsafeMutablePointer(to: &type) { pointer in
            var raw: gint = 0
            if gst_structure_get_enum(structure, "type", gst_webrtc_stats_type_get_type(), &raw) != 0 {
                pointer.pointee = GstWebRTCStatsType(UInt32(clamping: raw))
            }
        }
        var entry = StatisticsEntry(kind: kind(type))
        for index in 0..<gst_structure_n_fields(structure) {
            guard let name = gst_structure_nth_field_name(structure, guint(index)),
                let value = gst_structure_get_value(structure, name)
            else { continue }
            entry.take(String(cString: name), value)
        }
        return entry
    }

    private mutating func take(_ name: String, _ value: UnsafePointer<GValue>) {
        if joom_value_holds_string(value) != 0 {
            texts[name] = g_value_get_string(value).map { String(cString: $0) }
        } else if joom_value_holds_structure(value) != 0 {
            if name == "gst-rtpsource-stats", let source = gst_value_get_structure(value) { takeReport(source) }
        } else {
            var number = GValue()
            g_value_init(&number, joom_type_double())
            defer { g_value_unset(&number) }
            if g_value_transform(value, &number) != 0 { numbers[name] = g_value_get_double(&number) }
        }
    }

    private mutating func takeReport(_ source: UnsafePointer<GstStructure>) {
        var (isThere, sequence): (gboolean, guint) = (0, 0)
        guard gst_structure_get_boolean(source, "have-rb", &isThere) != 0, isThere != 0,
            gst_structure_get_uint(source, "rb-exthighestseq", &sequence) != 0
        else { return }
        reportedSequence = Double(sequence)
    }

    private static func kind(_ type: GstWebRTCStatsType) -> Kind {
        switch type {
        case GST_WEBRTC_STATS_INBOUND_RTP: .inbound
        case GST_WEBRTC_STATS_OUTBOUND_RTP: .outbound
        case GST_WEBRTC_STATS_REMOTE_INBOUND_RTP: .remoteInbound
        case GST_WEBRTC_STATS_CANDIDATE_PAIR: .candidatePair
        case GST_WEBRTC_STATS_LOCAL_CANDIDATE, GST_WEBRTC_STATS_REMOTE_CANDIDATE: .candidate
        default: .other
        }
    }
}
