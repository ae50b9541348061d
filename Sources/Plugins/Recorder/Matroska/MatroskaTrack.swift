// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// A track of the file: what a player has to know before its first frame.
struct MatroskaTrack: Hashable, Sendable {
    /// How blocks name it, from 1.
    let number: Int
    /// What tells it from tracks of other files.
    let uid: UInt64
    /// Whose it is, for people.
    let name: String
    let codec: EncodedFormat.Codec
    let size: VideoSize?
    let channels: Int
    let codecPrivate: [UInt8]

    /// Describes a track by its first frame; nil while the frame does not say enough, and a later one has to be waited for.
    ///
    /// - Parameters:
    ///   - number: of the track.
    ///   - uid: anything but 0.
    ///   - name: whose it is.
    ///   - frame: one that can be decoded on its own.
    init?(number: Int, uid: UInt64, name: String, frame: EncodedFrame) {
        guard frame.isKeyFrame else { return nil }
        (self.number, self.uid, self.name) = (number, uid, name)
        codec = frame.format.codec
        channels = frame.format.channels ?? 2
        switch frame.format.codec {
        case .opus:
            size = nil
            codecPrivate = OpusHead.bytes(channels: channels)
        case .vp8, .vp9:
            guard let size = frame.format.size ?? FrameHeader.size(of: frame) else { return nil }
            self.size = size
            codecPrivate = []
        case .h264:
            guard let size = frame.format.size, let record = AVC.configuration(in: frame.bytes) else { return nil }
            self.size = size
            codecPrivate = record
        }
    }

    /// Its entry among the tracks (RFC 9559 section 5.1.4.1, and the codecs' mappings).
    func write(to list: inout EBML) {
        list.group(.trackEntry) { entry in
            entry.number(.trackNumber, UInt64(number))
            entry.number(.trackUID, uid)
            entry.number(.trackType, codec.kind == .video ? 1 : 2)
            entry.number(.flagLacing, 0)
            entry.text(.name, name)
            entry.text(.language, "und")
            entry.text(.codecID, codecID)
            if !codecPrivate.isEmpty { entry.element(.codecPrivate, codecPrivate) }
            if let size {
                entry.group(.video) { video in
                    video.number(.pixelWidth, UInt64(size.width))
                    video.number(.pixelHeight, UInt64(size.height))
                }
            }
            if codec == .opus {
                // What a decoder needs before it sounds right.
                entry.number(.codecDelay, UInt64(OpusHead.preSkip) * 1_000_000_000 / 48_000)
                entry.number(.seekPreRoll, 80_000_000)
                entry.group(.audio) { audio in
                    audio.number(.samplingFrequency, double: 48_000)
                    audio.number(.channels, UInt64(channels))
                }
            }
        }
    }

    private var codecID: String {
        switch codec {
        case .vp8: "V_VP8"
        case .vp9: "V_VP9"
        case .h264: "V_MPEG4/ISO/AVC"
        case .opus: "A_OPUS"
        }
    }
}
