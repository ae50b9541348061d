// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import MediaCore

/// The RTP form of one medium towards one peer, in the numbers of that peer's description.
struct RTPFormat: Hashable, Sendable {
    /// Sound or picture.
    enum Kind: Hashable, Sendable {
        /// Opus.
        case audio
        /// One of the video codecs.
        case video
    }

    let kind: Kind
    /// What a picture is encoded as; VP8 for sound, where it says nothing.
    let codec: VideoCodec
    /// The index of the media section it is sent in, which is the number of webrtcbin's pad.
    let line: Int
    let payloadType: UInt8
    /// The header extension that congestion control counts by; nil when the peer does not speak it.
    let congestionControlID: UInt8?
    /// True for our own choice; an answer that names other parameters than the offer would not match it.
    let isOffered: Bool
    /// H.264's profile and level, as the offer has them: six hexadecimal digits (RFC 6184 section 8.1), for the
    /// codec would not have been chosen else.
    private let profile: String?
    private let allowsLevelAsymmetry: Bool

    /// Our own choice, for offers: sound first, as the seed's page has it.
    ///
    /// - Parameter codec: what pictures are to be encoded as.
    /// - Returns: sound and picture.
    static func offered(_ codec: VideoCodec) -> [RTPFormat] {
        [
            RTPFormat(kind: .audio, codec: .vp8, line: 0, payloadType: 111),
            RTPFormat(kind: .video, codec: codec, line: 1, payloadType: 96),
        ]
    }

    /// The peer's choice, for answers; nil when the section has no codec of ours.
    ///
    /// - Parameters:
    ///   - section: of their offer.
    ///   - codecs: what we have for pictures, best first.
    init?(answering section: MediaSection, with codecs: [VideoCodec]) {
        guard let chosen = section.chosenCodec(among: codecs) else { return nil }
        switch section.kind {
        case .audio: kind = .audio
        case .video: kind = .video
        case .application: return nil
        }
        codec = chosen.video ?? .vp8
        line = section.index
        payloadType = chosen.payloadType
        congestionControlID = section.transportWideCongestionControlID
        profile = chosen.parameter("profile-level-id")
        allowsLevelAsymmetry = chosen.parameter("level-asymmetry-allowed") == "1"
        isOffered = false
    }

    /// Of our own choosing; 42e01f is Constrained Baseline, level 3.1.
    private init(kind: Kind, codec: VideoCodec, line: Int, payloadType: UInt8) {
        self.kind = kind
        self.codec = codec
        self.line = line
        self.payloadType = payloadType
        (congestionControlID, profile, allowsLevelAsymmetry, isOffered) = (3, "42e01f", true, true)
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
                "application/x-rtp,media=video,encoding-name=\(codec.rawValue),clock-rate=90000"
                    + ",rtcp-fb-nack-pli=true,rtcp-fb-ccm-fir=true"
            }
        fields += ",payload=\(payloadType),ssrc=(uint)\(source)"
        if let congestionControlID {
            fields += ",rtcp-fb-transport-cc=true"
            fields += ",extmap-\(congestionControlID)=(string)\"\(MediaSection.transportWideCongestionControl)\""
        }
        return fields
    }

    /// What the description is to say where that differs from what the payloader says; nil where it does not.
    ///
    /// An H.264 payloader names the profile and level that the encoder took. In an answer they would not match the offer,
    /// and the medium would be refused.
    ///
    /// - Parameter source: the synchronisation source.
    /// - Returns: the text of GstCaps.
    func announcedCaps(source: UInt32) -> String? {
        guard kind == .video, codec == .h264 else { return nil }
        return caps(source: source) + ",packetization-mode=(string)1"
            + (profile.map { ",profile-level-id=(string)\($0)" } ?? "")
            + (allowsLevelAsymmetry ? ",level-asymmetry-allowed=(string)1" : "")
    }
}
