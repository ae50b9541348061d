// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// One encoded picture or piece of sound, as it travels (W3C WebRTC Encoded Transform: RTCEncodedVideoFrame and
/// RTCEncodedAudioFrame).
public struct EncodedFrame: Hashable, Sendable {
    /// What it is encoded as.
    public let format: EncodedFormat
    /// The whole of it; for H.264 one access unit as a byte stream (ITU-T H.264 annex B).
    public let bytes: [UInt8]
    /// When it was captured or arrived, on the one running clock that all frames of a call have in common.
    public let timestamp: Duration
    /// How long it is seen or heard; nil when nobody said so.
    public let duration: Duration?
    /// Whether it can be decoded without those before it; sound always can.
    public let isKeyFrame: Bool

    /// Describes a frame.
    public init(
        format: EncodedFormat,
        bytes: [UInt8],
        timestamp: Duration,
        duration: Duration? = nil,
        isKeyFrame: Bool
    ) {
        (self.format, self.bytes, self.timestamp) = (format, bytes, timestamp)
        (self.duration, self.isKeyFrame) = (duration, isKeyFrame)
    }
}

/// What frames are encoded as.
public struct EncodedFormat: Hashable, Sendable {
    /// Codecs, by their media types.
    public enum Codec: String, CaseIterable, Hashable, Sendable {
        /// RFC 7741.
        case vp8 = "video/VP8"
        /// RFC 9628.
        case vp9 = "video/VP9"
        /// RFC 6184.
        case h264 = "video/H264"
        /// RFC 7587.
        case opus = "audio/opus"

        /// Sound or picture.
        public var kind: Kind {
            switch self {
            case .vp8, .vp9, .h264: .video
            case .opus: .audio
            }
        }
    }

    /// What a track carries (W3C MediaStreamTrack.kind).
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Sound.
        case audio
        /// Pictures.
        case video
    }

    /// The codec.
    public let codec: Codec
    /// GStreamer's description of it, such as `video/x-vp8, width=640, height=480`, for who decodes with that.
    public let caps: String
    /// Of pictures; nil for sound, and where only the frames say it.
    public let size: VideoSize?
    /// Of sound; nil for pictures, and where nobody said so.
    public let channels: Int?

    /// Describes a format.
    public init(_ codec: Codec, caps: String, size: VideoSize? = nil, channels: Int? = nil) {
        (self.codec, self.caps, self.size, self.channels) = (codec, caps, size, channels)
    }
}

/// Where a media engine hands out encoded frames of one sender.
public protocol EncodedFrameSink: AnyObject, Sendable {
    /// Takes a frame, on the engine's thread that carries it: must not block.
    func receive(_ frame: EncodedFrame)
}
