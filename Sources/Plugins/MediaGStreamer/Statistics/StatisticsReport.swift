// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore
import PluginKit

/// Reads webrtcbin's statistics by synchronisation source: with bundling, 1.22 gives every stream the kind and codec of
/// one of them.
enum StatisticsReport {
    /// Collects the figures that come from the network.
    ///
    /// - Parameters:
    ///   - entries: what get-stats gave.
    ///   - remote: the peer's description, which says whose source is whose.
    /// - Returns: a report that lacks what only decoders know.
    static func make(_ entries: [StatisticsEntry], remote: ExaminedDescription?) -> PeerConnectionStatistics {
        var report = PeerConnectionStatistics()
        let videoSources = Set(remote?.video?.ssrcs ?? [])
        for entry in entries {
            switch entry.kind {
            case .inbound:
                report.bytesReceived += entry.count("bytes-received")
                report.packetsReceived += entry.count("packets-received")
                report.packetsLost += Int64(clamping: Int(entry.numbers["packets-lost"] ?? 0))
                if entry.source.map(videoSources.contains) ?? false { report.jitter = entry.numbers["jitter"] ?? 0 }
            case .outbound:
                report.bytesSent += entry.count("bytes-sent")
            case .remoteInbound:
                let trip = entry.numbers["round-trip-time"] ?? 0
                if trip > 0 { report.roundTripTime = max(report.roundTripTime ?? 0, trip) }
            case .candidate:
                // 1.22 has the types the wrong way round; the ids are right.
                if entry.texts["id"]?.hasPrefix("ice-candidate-local") ?? false {
                    report.localCandidate = entry.address ?? report.localCandidate
                } else {
                    report.remoteCandidate = entry.address ?? report.remoteCandidate
                }
                if entry.texts["candidate-type"] == "relay" { report.path = "relay" }
            case .candidatePair, .other:
                break
            }
        }
        if report.localCandidate != nil, report.path == nil { report.path = "direct" }
        return report
    }
}

extension StatisticsEntry {
    fileprivate var source: UInt32? { numbers["ssrc"].flatMap { UInt32(exactly: $0) } }

    fileprivate var address: String? {
        guard let host = texts["address"], let port = numbers["port"] else { return nil }
        return host.contains(":") ? "[\(host)]:\(Int(port))" : "\(host):\(Int(port))"
    }

    fileprivate func count(_ name: String) -> UInt64 { UInt64(exactly: (numbers[name] ?? 0).rounded()) ?? 0 }
}

extension SoundStatistics {
    fileprivate init(_ counts: PlayoutCounts) {
        self.init()
        totalSamplesReceived = counts.played + counts.concealed
        concealedSamples = counts.concealed
        concealmentEvents = counts.concealments
        insertedSamplesForDeceleration = counts.inserted
        removedSamplesForAcceleration = counts.removed
    }
}

extension GStreamerPeerConnection {
    func statistics() async -> PeerConnectionStatistics {
        let entries = phase == .negotiated ? (try? await webrtc.statistics()) ?? [] : []
        var report = StatisticsReport.make(entries, remote: remote)
        report.codec = phase == .negotiated && receiving[.video] != nil ? codec.rawValue : nil
        report.framesDecoded = frames.count
        report.frameWidth = frames.width
        report.frameHeight = frames.height
        report.framesPerSecond = frames.rate(at: GStreamerLibrary.now)
        report.freezeCount = frames.freezes
        report.totalFreezesDuration = Double(frames.frozen) / 1_000_000_000
        report.audioLevel = loudness
        report.sound = receiving[.audio]?.voice.map { SoundStatistics($0.counts) }
        if phase == .negotiated { report.availableOutgoingBitrate = Double(rate.estimator.target) }
        return report
    }
}
