// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// What is written of one call: lines of a table, and the text of a moment.
///
/// Pure. Nobody's name, address or room is in it: people have numbers, in the order in which they were first measured.
struct CallExport {
    /// When the first figures came, in ms since 1970.
    let start: Int64
    private var table = StatisticsTable()
    private var numbers: [PeerID?: Int] = [:]

    /// - Parameter start: in ms since 1970.
    init(start: Int64) { self.start = start }

    /// Takes the figures of a moment.
    ///
    /// - Parameters:
    ///   - peers: everybody's whose connection has some.
    ///   - moment: in ms since 1970.
    /// - Returns: lines of the table, empty for nobody, and Prometheus' text.
    mutating func take(_ peers: [PeerStatistics], at moment: Int64) -> (lines: String, text: String) {
        var lines = ""
        var measured: [(number: Int, statistics: PeerConnectionStatistics)] = []
        for peer in peers {
            let number = numbers[peer.peer.id] ?? numbers.count + 1
            numbers[peer.peer.id] = number
            measured.append((number, peer.statistics))
            lines += table.add(
                [StatisticsFigure("timestamp", .integer(moment)), StatisticsFigure("peer", .integer(Int64(number)))]
                    + peer.statistics.figures + peer.statistics.soundFigures
                    + [StatisticsFigure("audio_dbfs", .of(peer.statistics.audioLevel))]
            )
        }
        return (lines, PrometheusText.text(Self.metrics(measured, since: start)))
    }

    private static func metrics(
        _ peers: [(number: Int, statistics: PeerConnectionStatistics)],
        since start: Int64
    ) -> [PrometheusText.Metric] {
        let call = [
            PrometheusText.Metric(
                name: "joom_call_peers",
                help: "People in the call that Joom is in, besides ourselves.",
                kind: .gauge,
                samples: [PrometheusText.Sample(labels: [], value: Double(peers.count))]
            ),
            PrometheusText.Metric(
                name: "joom_call_start_time_seconds",
                help: "When the call began, since 1970.",
                kind: .gauge,
                samples: [PrometheusText.Sample(labels: [], value: Double(start) / 1_000)]
            ),
        ]
        let each = PeerMetric.all.map { metric in
            PrometheusText.Metric(
                name: "joom_peer_" + metric.name,
                help: metric.help,
                kind: metric.kind,
                samples: peers.compactMap { number, statistics in
                    metric.value(statistics).map { .init(labels: [("peer", String(number))], value: $0) }
                }
            )
        }
        return call + each + [info(peers)]
    }

    /// What is a word rather than a number (Prometheus' custom of `_info`).
    private static func info(_ peers: [(number: Int, statistics: PeerConnectionStatistics)]) -> PrometheusText.Metric {
        PrometheusText.Metric(
            name: "joom_peer_info",
            help: "How the connection goes (W3C webrtc-stats codec, and path: direct or relay).",
            kind: .gauge,
            samples: peers.map { number, statistics in
                let labels = [
                    ("peer", String(number)), ("codec", statistics.codec ?? ""), ("path", statistics.path ?? ""),
                ]
                return .init(labels: labels, value: 1)
            }
        )
    }
}
