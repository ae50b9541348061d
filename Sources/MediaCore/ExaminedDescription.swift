// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// A remote description that passed `SDPGate`, with what the media engine needs to know of it.
public struct ExaminedDescription: Hashable, Sendable {
    /// Offer or answer.
    public let kind: SessionDescription.Kind
    /// What to give to the media engine: the peer's text, lines ended by CR LF, without its candidates.
    public let sdp: String
    /// The certificates the peer may show; never empty.
    public let fingerprints: Set<Fingerprint>
    /// The media sections, in order, rejected ones too.
    public let sections: [MediaSection]
    /// Candidates that stood in the text; to be filtered and added like those that trickle in.
    public let candidates: [IceCandidate]

    /// The live section that carries sound; nil when it is rejected.
    public var audio: MediaSection? { active(.audio) }

    /// The live section that carries a picture; nil when it is rejected.
    public var video: MediaSection? { active(.video) }

    /// The live section that carries data channels, if there is one.
    public var application: MediaSection? { active(.application) }

    private func active(_ kind: MediaSection.Kind) -> MediaSection? {
        sections.first { $0.kind == kind && !$0.isRejected }
    }
}

/// One media section (`m=` and what follows it).
public struct MediaSection: Hashable, Sendable {
    /// What a section carries.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Sound.
        case audio
        /// A picture.
        case video
        /// Data channels.
        case application
    }

    /// Who sends, in the words of the description's author (RFC 8866 section 6.7).
    public enum Direction: String, Hashable, Sendable, CaseIterable {
        /// They send and receive.
        case sendrecv
        /// They only send.
        case sendonly
        /// They only receive.
        case recvonly
        /// Neither.
        case inactive
    }

    /// An RTCP feedback message that a codec can use, such as `nack pli`.
    public struct Feedback: Hashable, Sendable {
        /// The codec's payload type; nil for all of the section.
        public let payloadType: UInt8?
        /// The message, as in `rtcp-fb`.
        public let message: String
    }

    /// What the section carries.
    public let kind: Kind
    /// Position among the sections, from 0.
    public let index: Int
    /// The identification tag; nil only in a rejected section.
    public let mid: String?
    /// Who sends.
    public let direction: Direction
    /// Codecs by preference; those without `rtpmap` are left out.
    public let codecs: [Codec]
    /// RTCP feedback messages.
    public let feedback: [Feedback]
    /// RTP header extensions: id (1...255) to URI.
    public let extensions: [UInt8: String]
    /// Whether an RTCP message may come alone, without a report in front (`rtcp-rsize`, RFC 5506 section 5).
    public let takesReducedSizeRTCP: Bool
    /// Synchronisation sources, in order of appearance.
    public let ssrcs: [UInt32]
    /// True when the port is 0 and the section does not ride on another's transport.
    public let isRejected: Bool
}

/// A codec of a section (`rtpmap` and `fmtp`).
public struct Codec: Hashable, Sendable {
    /// The RTP payload type, 0...127.
    public let payloadType: UInt8
    /// The encoding name as written, such as `VP8`; compare without case.
    public let name: String
    /// Ticks of the RTP clock, in Hz.
    public let clockRate: Int
    /// Sound channels; 1 where nothing is said.
    public let channels: Int
    /// Format parameters as written; nil when there are none.
    public let fmtp: String?

    /// Whether the encoding is called `name`, in any case.
    public func isNamed(_ name: String) -> Bool { self.name.lowercased() == name.lowercased() }

    /// The value of one format parameter, such as `apt`.
    public func parameter(_ key: String) -> String? {
        for part in (fmtp ?? "").split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let name = pair.first, let value = pair.last else { continue }
            if name.trimmingSpaces().lowercased() == key.lowercased() { return value.trimmingSpaces() }
        }
        return nil
    }
}

extension Substring {
    func trimmingSpaces() -> String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
