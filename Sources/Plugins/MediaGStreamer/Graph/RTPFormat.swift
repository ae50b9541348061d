// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore

/// The RTP form of one medium towards one peer, in the numbers of that peer's description.
struct RTPFormat: Hashable, Sendable {
    /// What is packetised.
    enum Kind: Hashable, Sendable {
        /// Opus.
        case audio
        /// VP8.
        case video
    }

    let kind: Kind
    /// The index of the media section it is sent in, which is the number of webrtcbin's pad.
    let line: Int
    let payloadType: UInt8
    /// The header extension that congestion control counts by; nil when the peer does not speak it.
    let congestionControlID: UInt8?
    /// True for our own choice; an answer that names other parameters than the offer would not match it.
    let isOffered: Bool

    /// Our own choice, for offers: sound first, as the seed's page has it.
    static let offered = [
        RTPFormat(kind: .audio, line: 0, payloadType: 111, congestionControlID: 3),
        RTPFormat(kind: .video, line: 1, payloadType: 96, congestionControlID: 3),
    ]

    /// The peer's choice, for answers; nil when the section has no codec of ours.
    init?(answering section: MediaSection) {
        guard let codec = section.chosenCodec else { return nil }
        switch section.kind {
        case .audio: kind = .audio
        case .video: kind = .video
        case .application: return nil
        }
        line = section.index
        payloadType = codec.payloadType
        congestionControlID = section.transportWideCongestionControlID
        isOffered = false
    }

    private init(kind: Kind, line: Int, payloadType: UInt8, congestionControlID: UInt8?) {
        self.kind = kind
        self.line = line
        self.payloadType = payloadType
        self.congestionControlID = congestionControlID
        isOffered = true
    }

    /// The format as caps behind the payloader.
    ///
    /// Without the extension on both media a browser gets no feedback and stays slow.
    ///
    /// - Parameter source: the synchronisation source, without which the description could not announce it.
    /// - Returns: the text of GstCaps.
    func caps(source: UInt32) -> String {
        var fields =
            switch kind {
            case .audio:
                "application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000,encoding-params=(string)2"
                    + (isOffered ? ",minptime=(string)10,useinbandfec=(string)1,usedtx=(string)1" : "")
            case .video:
                "application/x-rtp,media=video,encoding-name=VP8,clock-rate=90000"
                    + ",rtcp-fb-nack-pli=true,rtcp-fb-ccm-fir=true"
            }
        fields += ",payload=\(payloadType),ssrc=(uint)\(source)"
        if let congestionControlID {
            fields += ",rtcp-fb-transport-cc=true"
            fields += ",extmap-\(congestionControlID)=(string)\"\(MediaSection.transportWideCongestionControl)\""
        }
        return fields
    }
}
