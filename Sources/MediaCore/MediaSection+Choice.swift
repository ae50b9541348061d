// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

extension MediaSection {
    /// The URI of the sequence numbers that congestion control counts by.
    public static let transportWideCongestionControl =
        "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

    /// The codec to speak here: two-channel Opus at 48 kHz for sound; nil when the peer has none that fits.
    ///
    /// The payload type must be the peer's: with one of our own, browsers drop every packet without a word.
    ///
    /// - Parameter preferred: what we have for pictures, best first.
    /// - Returns: the peer's numbers and parameters for it.
    public func chosenCodec(among preferred: [VideoCodec] = [.vp8]) -> Codec? {
        switch kind {
        case .audio: codecs.first { $0.isNamed("opus") && $0.clockRate == 48_000 && $0.channels == 2 }
        case .video: preferred.lazy.compactMap(videoCodec).first
        case .application: nil
        }
    }

    /// Browsers offer H.264 in several profiles, and encode only the constrained ones.
    private func videoCodec(_ wanted: VideoCodec) -> Codec? {
        let fitting = codecs.filter { $0.video == wanted }
        return fitting.first(where: \.isConstrainedBaseline) ?? fitting.first
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

    /// Whether packets of a codec that are missing may be asked for, one by one (`nack`, RFC 4585 section 4.2).
    public func sendsAgain(_ codec: VideoCodec) -> Bool {
        chosenCodec(among: [codec]).map { hasFeedback("nack", for: $0) } ?? false
    }
}

extension ExaminedDescription {
    /// Sound and picture, as far as they were to flow and cannot, because there is no codec in common.
    ///
    /// What an offer does not mention its author does not want; an answer mentions all that was offered, and rejects what
    /// it cannot take.
    ///
    /// - Parameter preferred: what we have for pictures.
    /// - Returns: none, one or both of audio and video.
    public func kindsWithoutCodec(among preferred: [VideoCodec]) -> [MediaSection.Kind] {
        [.audio, .video].filter { medium in
            let named = sections.filter { $0.kind == medium && (kind == .answer || !$0.isRejected) }
            return !named.isEmpty && named.allSatisfy { $0.isRejected || $0.chosenCodec(among: preferred) == nil }
        }
    }
}

extension Codec {
    /// Which of our video codecs it is; nil when it is none, or one in a form that we do not speak.
    ///
    /// H.264 in packets that may hold parts of a picture (RFC 6184 section 6.3) and in a profile that asks for no more of a
    /// decoder than Baseline does; VP9 with 8 bits a sample (RFC 9628 section 6.1).
    public var video: VideoCodec? {
        guard clockRate == 90_000, let named = VideoCodec.allCases.first(where: { isNamed($0.rawValue) }) else {
            return nil
        }
        let fits =
            switch named {
            case .vp8: true
            case .vp9: parameter("profile-id") ?? "0" == "0"
            case .h264: parameter("packetization-mode") == "1" && isBaseline
            }
        return fits ? named : nil
    }

    /// Without a word on it, it is plain Baseline at the lowest level (RFC 6184 section 8.1).
    private var isBaseline: Bool { profileLevel.map { $0 >> 16 == 0x42 } ?? false }

    /// Without what decoders for higher profiles lack: constraint_set1_flag.
    fileprivate var isConstrainedBaseline: Bool { isBaseline && (profileLevel ?? 0) & 0x40_00 != 0 }

    private var profileLevel: UInt32? {
        guard let text = parameter("profile-level-id") else { return 0x42_00_0A }
        return text.utf8.count == 6 ? UInt32(text, radix: 16) : nil
    }
}
