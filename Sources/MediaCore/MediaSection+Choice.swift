// SPDX-License-Identifier: GPL-3.0-or-later

extension MediaSection {
    /// The URI of the sequence numbers that congestion control counts by.
    public static let transportWideCongestionControl =
        "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

    /// The codec to speak here: VP8 for a picture, two-channel Opus at 48 kHz for sound; nil when the peer has neither.
    ///
    /// The payload type must be the peer's: with one of our own, browsers drop every packet without a word.
    public var chosenCodec: Codec? {
        switch kind {
        case .audio: codecs.first { $0.isNamed("opus") && $0.clockRate == 48_000 && $0.channels == 2 }
        case .video: codecs.first { $0.isNamed("VP8") && $0.clockRate == 90_000 }
        case .application: nil
        }
    }

    /// The payload type on which packets of `codec` are sent again (RFC 4588); nil when they are not.
    public func retransmissionPayloadType(for codec: Codec) -> UInt8? {
        codecs.first { candidate in
            candidate.isNamed("rtx") && candidate.clockRate == codec.clockRate
                && candidate.parameter("apt") == String(codec.payloadType)
        }?.payloadType
    }

    /// The id of a header extension; nil when the peer does not speak it.
    public func extensionID(_ uri: String) -> UInt8? {
        extensions.filter { $0.value == uri }.keys.min()
    }

    /// The id of transport-wide congestion control; nil when the peer does not speak it.
    public var transportWideCongestionControlID: UInt8? { extensionID(Self.transportWideCongestionControl) }

    /// Whether the peer reacts to a feedback message on a codec, such as `nack pli`.
    public func hasFeedback(_ message: String, for codec: Codec) -> Bool {
        feedback.contains { ($0.payloadType ?? codec.payloadType) == codec.payloadType && $0.message == message }
    }
}
