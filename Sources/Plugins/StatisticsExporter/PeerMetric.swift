// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// One of W3C webrtc-stats' figures, as Prometheus names it: base units, and `_total` for what only rises.
struct PeerMetric: Sendable {
    let name: String
    let help: String
    let kind: PrometheusText.Kind
    /// Nil while it is not known.
    let value: @Sendable (PeerConnectionStatistics) -> Double?

    private init(
        _ name: String,
        _ kind: PrometheusText.Kind,
        _ help: String,
        _ value: @escaping @Sendable (PeerConnectionStatistics) -> Double?
    ) {
        (self.name, self.kind, self.help, self.value) = (name, kind, help, value)
    }

    /// In the order of the file.
    static let all = [
        PeerMetric("received_bytes_total", .counter, "RTP payload that arrived (W3C bytesReceived).") {
            Double($0.bytesReceived)
        },
        PeerMetric("sent_bytes_total", .counter, "RTP payload that left (W3C bytesSent).") { Double($0.bytesSent) },
        PeerMetric("received_packets_total", .counter, "RTP packets that arrived (W3C packetsReceived).") {
            Double($0.packetsReceived)
        },
        // What comes late is taken back, so that it may fall.
        PeerMetric("lost_packets", .gauge, "RTP packets that never arrived (W3C packetsLost).") {
            Double($0.packetsLost)
        },
        PeerMetric("decoded_frames_total", .counter, "Pictures decoded (W3C framesDecoded).") {
            Double($0.framesDecoded)
        },
        PeerMetric("frames_per_second", .gauge, "Pictures over the last second (W3C framesPerSecond).") {
            $0.framesPerSecond
        },
        PeerMetric("frame_width_pixels", .gauge, "Width of the last picture (W3C frameWidth).") {
            Double($0.frameWidth)
        },
        PeerMetric("frame_height_pixels", .gauge, "Height of the last picture (W3C frameHeight).") {
            Double($0.frameHeight)
        },
        PeerMetric("freezes_total", .counter, "Times that the picture stood (W3C freezeCount).") {
            Double($0.freezeCount)
        },
        PeerMetric("freezes_seconds_total", .counter, "How long it stood (W3C totalFreezesDuration).") {
            $0.totalFreezesDuration
        },
        PeerMetric("jitter_seconds", .gauge, "Variation between packets of the picture (W3C jitter).") { $0.jitter },
        PeerMetric("round_trip_seconds", .gauge, "There and back, by RTCP (W3C roundTripTime).") { $0.roundTripTime },
        PeerMetric(
            "available_outgoing_bits_per_second",
            .gauge,
            "What the network is thought to carry to them (W3C availableOutgoingBitrate)."
        ) { $0.availableOutgoingBitrate },
        PeerMetric("sound_samples_total", .counter, "Samples of sound played (W3C totalSamplesReceived).") {
            $0.sound.map { Double($0.totalSamplesReceived) }
        },
        PeerMetric(
            "concealed_samples_total",
            .counter,
            "Of those, made up because there was nothing to play (W3C concealedSamples)."
        ) { $0.sound.map { Double($0.concealedSamples) } },
        PeerMetric("audio_level_dbfs", .gauge, "Loudness of what arrived over the last second, in dBFS.") {
            $0.audioLevel
        },
    ]
}
