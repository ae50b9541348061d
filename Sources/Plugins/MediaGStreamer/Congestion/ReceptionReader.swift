// SPDX-License-Identifier: GPL-3.0-or-later
import MediaCore

/// Finds what a peer's receiver reports say among statistics, which repeat the last report until the next is there.
struct ReceptionReader {
    /// The last packet of each stream that something was told of (RFC 3550 section 6.4.1), by synchronisation source.
    private var last: [Double: Double] = [:]

    /// The newest report on the stream that says most, if it was not found before.
    ///
    /// Of a report on several streams GStreamer 1.22 keeps one.
    ///
    /// - Parameters:
    ///   - entries: what get-stats gave.
    ///   - sources: our synchronisation sources, the picture's first: a share of loss among the sound's few packets is
    ///     chance.
    /// - Returns: the report on the first of them that is reported on; nil when it is known.
    mutating func read(_ entries: [StatisticsEntry], of sources: [UInt32]) -> ReceptionReport? {
        let told = entries.filter { $0.kind == .remoteInbound && $0.reportedSequence != nil }
        let found = sources.lazy.compactMap { source in told.first { $0.numbers["ssrc"] == Double(source) } }.first
        guard let entry = found ?? told.first, let source = entry.numbers["ssrc"],
            let lost = entry.numbers["fraction-lost"], last[source] != entry.reportedSequence
        else { return nil }
        last[source] = entry.reportedSequence
        let trip = entry.numbers["round-trip-time"].flatMap { $0 > 0 ? Duration.seconds($0) : nil }
        return ReceptionReport(fractionLost: lost, roundTripTime: trip)
    }
}
