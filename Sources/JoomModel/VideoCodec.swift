// SPDX-License-Identifier: GPL-3.0-or-later

/// A way to encode pictures, by its encoding name in SDP.
public enum VideoCodec: String, Hashable, Sendable, CaseIterable {
    /// RFC 7741; everybody has it.
    case vp8 = "VP8"
    /// RFC 9628, profile 0: sharper at the same rate, for a third more of the processor.
    case vp9 = "VP9"
    /// RFC 6184, Constrained Baseline: the one that graphics hardware encodes.
    case h264 = "H264"

    /// What says in `capabilities` that a program speaks it: its W3C RTCRtpCodec mimeType.
    public var capability: String { "video/\(rawValue)" }
}

extension RemotePeer {
    /// The codecs that may be offered to them: every peer has VP8, and says what else.
    public var videoCodecs: Set<VideoCodec> {
        Set(VideoCodec.allCases.filter { $0 == .vp8 || capabilities.contains($0.capability) })
    }
}
