// SPDX-License-Identifier: GPL-3.0-or-later

/// Figures of one connection since its start, named and measured as in W3C webrtc-stats.
public struct PeerConnectionStatistics: Hashable, Sendable {
    /// Bytes of RTP payload that arrived, sound and picture.
    public var bytesReceived: UInt64 = 0
    /// Bytes of RTP payload that left, sound and picture.
    public var bytesSent: UInt64 = 0
    /// Pictures decoded.
    public var framesDecoded: UInt64 = 0
    /// Size of the last decoded picture, in px.
    public var frameWidth = 0
    /// Size of the last decoded picture, in px.
    public var frameHeight = 0
    /// Pictures per second over the last second.
    public var framesPerSecond = 0.0
    /// Loudness of what arrived over the last second, in dBFS; nil before any sound.
    public var audioLevel: Double?
    /// What was done to their sound before it was heard; nil where none is played.
    public var sound: SoundStatistics?
    /// Packets of RTP that arrived, sound and picture.
    public var packetsReceived: UInt64 = 0
    /// Packets of RTP that never arrived.
    public var packetsLost: Int64 = 0
    /// Interarrival jitter of the video, in s.
    public var jitter = 0.0
    /// Round trip by RTCP, in s; nil before the first report.
    public var roundTripTime: Double?
    /// What congestion control allows us to send to the peer, sound and picture and all headers, in bit/s; nil before
    /// there is a connection.
    public var availableOutgoingBitrate: Double?
    /// Gaps between pictures longer than 150 ms beyond three times the average.
    public var freezeCount: UInt64 = 0
    /// Sum of those gaps, in s.
    public var totalFreezesDuration = 0.0
    /// The video codec in use, such as `VP8`; nil before it is known.
    public var codec: String?
    /// How the chosen path goes: `direct` or `relay`; nil before there is one.
    public var path: String?
    /// Our end of the path, as address and port.
    public var localCandidate: String?
    /// Their end of the path, as address and port.
    public var remoteCandidate: String?

    /// Starts from nothing.
    public init() {}
}
