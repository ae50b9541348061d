// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit

/// Handlers run on webrtcbin's threads, some with its lock held: they copy, link pads at the most, and return.
extension WebRTCBin {
    /// Hears of each way to reach us: index of the media section, and the candidate.
    func onCandidate(_ handler: @escaping @Sendable (Int, String) -> Void) -> SignalConnection {
        let callback: @convention(c) (gpointer?, guint, UnsafePointer<CChar>?, gpointer?) -> Void = {
            _,
            line,
            text,
            data in
            guard let text, let data else { return }
            Box<(Int, String)>.at(data).run((Int(line), String(cString: text)))
        }
        return SignalConnection(
            element.object,
            "on-ice-candidate",
            callback: unsafeBitCast(callback, to: GCallback.self),
            box: Box<(Int, String)> { handler($0.0, $0.1) }
        )
    }

    /// Hears of each stream that arrives, before its first packet moves on.
    func onPad(_ handler: @escaping @Sendable (Pad) -> Void) -> SignalConnection {
        let callback: @convention(c) (gpointer?, UnsafeMutablePointer<GstPad>?, gpointer?) -> Void = { _, pad, data in
            guard let pad, let data else { return }
            Box<Pad>.at(data).run(Pad(GObjectRef(retaining: pad)))
        }
        return SignalConnection(
            element.object,
            "pad-added",
            callback: unsafeBitCast(callback, to: GCallback.self),
            box: Box<Pad> { if $0.isSource { handler($0) } }
        )
    }

    /// Hears of each part that webrtcbin builds inside itself.
    func onPart(_ handler: @escaping @Sendable (Element) -> Void) -> SignalConnection {
        let callback: @convention(c) (gpointer?, gpointer?, UnsafeMutablePointer<GstElement>?, gpointer?) -> Void = {
            _,
            _,
            part,
            data in
            guard let part, let data else { return }
            Box<Element>.at(data).run(Element(GObjectRef(retaining: part)))
        }
        return SignalConnection(
            element.object,
            "deep-element-added",
            callback: unsafeBitCast(callback, to: GCallback.self),
            box: Box<Element>(handler)
        )
    }

    /// Hears of each text on a data channel.
    static func onText(_ channel: GObjectRef, _ handler: @escaping @Sendable (String) -> Void) -> SignalConnection {
        let callback: @convention(c) (gpointer?, UnsafePointer<CChar>?, gpointer?) -> Void = { _, text, data in
            guard let text, let data else { return }
            Box<String>.at(data).run(String(cString: text))
        }
        return SignalConnection(
            channel,
            "on-message-string",
            callback: unsafeBitCast(callback, to: GCallback.self),
            box: Box<String>(handler)
        )
    }

    /// Sends text; dropped while the channel is closed.
    static func send(_ text: String, on channel: GObjectRef) {
        guard isOpen(channel) else { return }
        gst_webrtc_data_channel_send_string_full(channel.opaque, text, nil)
    }

    /// Whether text can be sent on a data channel.
    static func isOpen(_ channel: GObjectRef) -> Bool {
        GstWebRTCDataChannelState(UInt32(clamping: channel.int("ready-state"))) == GST_WEBRTC_DATA_CHANNEL_STATE_OPEN
    }

    private final class Box<Argument>: Sendable {
        let run: @Sendable (Argument) -> Void
        init(_ run: @escaping @Sendable (Argument) -> Void) { self.run = run }

        static func at(_ data: gpointer) -> Box { Unmanaged<Box>.fromOpaque(data).takeUnretainedValue() }
    }
}

extension Pad {
    /// Whether data leaves the element here.
    var isSource: Bool { gst_pad_get_direction(pointer) == GST_PAD_SRC }

    /// The transceiver behind one of webrtcbin's pads.
    var transceiver: GObjectRef? { object.object("transceiver") }
}
