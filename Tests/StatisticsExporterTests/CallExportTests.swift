// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import Testing

@testable import StatisticsExporter

struct CallExportTests {
    static func peer(_ id: String, name: String? = nil, _ change: (inout PeerConnectionStatistics) -> Void = { _ in })
        throws -> PeerStatistics
    {
        var statistics = PeerConnectionStatistics()
        statistics.framesDecoded = 10
        change(&statistics)
        return PeerStatistics(peer: AddOnPeer(id: PeerID(id), name: name), statistics: statistics)
    }

    @Test func theTableHasItsTitlesOnceAndALineForEach() throws {
        var export = CallExport(start: 1_000)
        let peers = try [
            Self.peer("a") { $0.roundTripTime = 0.05 },
            Self.peer("b") {
                ($0.codec, $0.path, $0.audioLevel, $0.packetsLost) = ("VP8", "relay", -20, -1)
                var sound = SoundStatistics()
                (sound.totalSamplesReceived, sound.concealedSamples, sound.concealmentEvents) = (9_600, 480, 1)
                (sound.insertedSamplesForDeceleration, sound.removedSamplesForAcceleration) = (240, 120)
                $0.sound = sound
            },
        ]
        let lines = export.take(peers, at: 1_000).lines.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(
            lines == [
                """
                timestamp,peer,framesDecoded,frameWidth,frameHeight,framesPerSecond,bytesReceived,bytesSent,\
                packetsReceived,packetsLost,jitter,roundTripTime,availableOutgoingBitrate,freezeCount,\
                totalFreezesDuration,codec,path,totalSamplesReceived,concealedSamples,concealmentEvents,\
                insertedSamplesForDeceleration,removedSamplesForAcceleration,audio_dbfs
                """,
                "1000,1,10,0,0,0.0,0,0,0,0,0.0,0.05,,0,0.0,,,,,,,,",
                "1000,2,10,0,0,0.0,0,0,0,-1,0.0,,,0,0.0,VP8,relay,9600,480,1,240,120,-20.0",
                "",
            ]
        )
        #expect(export.take([peers[1]], at: 2_000).lines == "2000,2" + lines[2].dropFirst(6) + "\r\n")
        #expect(export.take([], at: 3_000).lines == "")
    }

    @Test func whoTheyAreAndWhereIsInNeither() throws {
        var export = CallExport(start: 0)
        let peer = try Self.peer("peerID77", name: "Secret Name") {
            ($0.localCandidate, $0.remoteCandidate) = ("192.0.2.1:7", "198.51.100.9:8")
        }
        let (lines, text) = export.take([peer], at: 0)
        for word in ["peerID77", "Secret", "192.0", "198.51"] { #expect(!(lines + text).contains(word)) }
    }

    @Test func theTextCanBeReadAndSaysTheSame() throws {
        var export = CallExport(start: 1_500)
        let peers = try [
            Self.peer("a") {
                ($0.bytesReceived, $0.roundTripTime, $0.codec, $0.path) = (1 << 40, 0.05, "VP8", "direct")
            },
            Self.peer("b"),
        ]
        let read = try PrometheusReader(export.take(peers, at: 1_500).text)
        func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
            read.samples.first { $0.name == name && $0.labels == labels }?.value
        }
        #expect(value("joom_call_peers") == 2)
        #expect(value("joom_call_start_time_seconds") == 1.5)
        #expect(value("joom_peer_received_bytes_total", ["peer": "1"]) == Double(1 << 40))
        #expect(value("joom_peer_round_trip_seconds", ["peer": "1"]) == 0.05)
        // What is not known has no sample, rather than one that lies.
        #expect(value("joom_peer_round_trip_seconds", ["peer": "2"]) == nil)
        #expect(value("joom_peer_info", ["peer": "1", "codec": "VP8", "path": "direct"]) == 1)
        for (name, type) in read.types { #expect(name.hasSuffix("_total") == (type == "counter"), "\(name)") }
    }

    @Test func aWordThatChangesReplacesTheOneBefore() throws {
        var export = CallExport(start: 0)
        for (codec, path) in [(nil, nil), ("VP8", nil), ("H264", "relay"), ("V\"\\\n}", "direct")] {
            let peer = try Self.peer("a") { ($0.codec, $0.path) = (codec, path) }
            let read = try PrometheusReader(export.take([peer], at: 0).text)
            let infos = read.samples.filter { $0.name == "joom_peer_info" }
            #expect(infos.map(\.labels) == [["peer": "1", "codec": codec ?? "", "path": path ?? ""]])
        }
    }

    @Test func whoGoesIsNotInTheTextAnyMoreAndTheirNumberIsNobodyElses() throws {
        var export = CallExport(start: 0)
        _ = export.take([try Self.peer("a"), try Self.peer("b")], at: 0)
        let read = try PrometheusReader(export.take([try Self.peer("c"), try Self.peer("b")], at: 1).text)
        #expect(Set(read.samples.compactMap { $0.labels["peer"] }) == ["2", "3"])
    }
}
