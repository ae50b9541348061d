// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit
import MediaCore

extension Pad {
    /// Hears what a peer says of each packet that it got, or did not.
    ///
    /// rtpsession tells it upstream, in the order of sending, of those packets that carry a transport-wide number.
    ///
    /// - Parameter take: called on the thread that reads RTCP.
    func onFeedback(_ take: @escaping @Sendable ([PacketFeedback]) -> Void) {
        let box = Unmanaged.passRetained(FeedbackProbe(take)).toOpaque()
        gst_pad_add_probe(
            pointer,
            GST_PAD_PROBE_TYPE_EVENT_UPSTREAM,
            { _, info, data in
                guard let info, let data, let event = joom_probe_event(info),
                    let structure = gst_event_get_structure(event),
                    gst_structure_has_name(structure, "RTPTWCCPackets") != 0
                else { return GST_PAD_PROBE_OK }
                Unmanaged<FeedbackProbe>.fromOpaque(data).takeUnretainedValue().take(FeedbackProbe.read(structure))
                return GST_PAD_PROBE_OK
            },
            box,
            { data in
                guard let data else { return }
                Unmanaged<FeedbackProbe>.fromOpaque(data).release()
            }
        )
    }
}

private final class FeedbackProbe: Sendable {
    /// What the session does not count: RTP with its extension 20, SRTP 10, UDP 8 and IPv4 20 bytes.
    private static let headers = 58

    let take: @Sendable ([PacketFeedback]) -> Void

    init(_ take: @escaping @Sendable ([PacketFeedback]) -> Void) { self.take = take }

    static func read(_ structure: UnsafePointer<GstStructure>) -> [PacketFeedback] {
        (0..<joom_structure_array_length(structure, "packets")).compactMap { index in
            joom_structure_array_item(structure, "packets", index).flatMap(packet)
        }
    }

    private static func packet(_ structure: UnsafePointer<GstStructure>) -> PacketFeedback? {
        var (number, size) = (guint(0), guint(0))
        var (sent, arrived) = (guint64(0), guint64(0))
        var isLost: gboolean = 0
        guard gst_structure_get_uint(structure, "seqnum", &number) != 0,
            gst_structure_get_uint64(structure, "local-ts", &sent) != 0, sent != GstClockTime.max
        else { return nil }
        gst_structure_get_uint(structure, "size", &size)
        gst_structure_get_boolean(structure, "lost", &isLost)
        let hasArrived =
            isLost == 0 && gst_structure_get_uint64(structure, "remote-ts", &arrived) != 0
            && arrived != GstClockTime.max
        return PacketFeedback(
            sequenceNumber: UInt16(truncatingIfNeeded: number),
            sent: .nanoseconds(Int64(clamping: sent)),
            arrived: hasArrived ? .nanoseconds(Int64(clamping: arrived)) : nil,
            size: Int(size) + headers
        )
    }
}
