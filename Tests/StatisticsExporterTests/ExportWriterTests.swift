// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import PluginKit
import Testing

@testable import StatisticsExporter

struct ExportWriterTests {
    private let folder = NSTemporaryDirectory() + "joom-export-\(UInt64.random(in: 0...UInt64.max))"
    private var prom: String { folder + "/joom.prom" }

    private func cleanUp() { try? FileManager.default.removeItem(atPath: folder) }

    private var files: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func aCallLeavesItsTableAndNothingOfTheMoment() async throws {
        defer { cleanUp() }
        let writer = ExportWriter(folder)
        #expect(await writer.take([], at: 0) == nil)
        #expect(files == ["joom.prom"])
        for second in 1...3 {
            #expect(await writer.take([try CallExportTests.peer("a")], at: Int64(second) * 1_000) == nil)
        }
        let read = try PrometheusReader(String(contentsOfFile: prom, encoding: .utf8))
        #expect(read.samples.contains { $0.name == "joom_call_peers" && $0.value == 1 })
        #expect(try mode(prom) == 0o644)
        await writer.end()
        #expect(files.count == 1)
        let table = folder + "/" + (try #require(files.first))
        #expect(table.hasSuffix(".csv"))
        #expect(try mode(table) == 0o600)
        #expect(try String(contentsOfFile: table, encoding: .utf8).split(separator: "\r\n").count == 4)
        // The next call of the same second has a table of its own.
        _ = await writer.take([try CallExportTests.peer("a")], at: 0)
        await writer.end()
        #expect(files.count == 2)
    }

    @Test func whoReadsMeanwhileHasTheOldTextOrTheNewAndNeverHalf() async throws {
        defer { cleanUp() }
        let writer = ExportWriter(folder)
        let peers = try (0..<20).map { try CallExportTests.peer("peer\($0)") }
        _ = await writer.take(peers, at: 0)
        // The same figures make the same text.
        let whole = try Data(contentsOf: URL(fileURLWithPath: prom))
        #expect(try PrometheusReader(String(decoding: whole, as: UTF8.self)).samples.count > 200)
        let reading = Task.detached { [prom] in
            var seen = 0
            while !Task.isCancelled {
                guard let text = FileManager.default.contents(atPath: prom), text == whole else { return -1 }
                seen += 1
            }
            return seen
        }
        for moment in 1...600 { #expect(await writer.take(peers, at: Int64(moment)) == nil) }
        reading.cancel()
        #expect(await reading.value > 0)
        // Nor is a draft left.
        #expect(files.allSatisfy { !$0.hasSuffix(".new") })
        await writer.end()
    }

    @Test func whereItCannotBeWrittenItIsSaidOnceAndTheNextCallTriesAgain() async throws {
        defer { cleanUp() }
        try "in the way".write(toFile: folder, atomically: true, encoding: .utf8)
        let writer = ExportWriter(folder)
        let said = try #require(await writer.take([try CallExportTests.peer("a")], at: 0))
        #expect(said.plain.contains(folder) && said.plain.contains("not kept any more"))
        #expect(said.translations["ko"]?.contains(folder) == true)
        #expect(await writer.take([try CallExportTests.peer("a")], at: 1) == nil)
        await writer.end()
        cleanUp()
        #expect(await writer.take([try CallExportTests.peer("a")], at: 2) == nil)
        #expect(files.count == 2)
        await writer.end()
    }

    @Test func aFolderThatGoesTakesNothingOfTheMomentAlong() async throws {
        defer { cleanUp() }
        let writer = ExportWriter(folder)
        _ = await writer.take([], at: 0)
        cleanUp()
        let said = try #require(await writer.take([], at: 1))
        #expect(said.plain.contains("No such file or directory"))
        #expect(files.isEmpty)
        await writer.end()
    }

    @Test func ofTwoProcessesOneHasTheFileOfTheMoment() async throws {
        defer { cleanUp() }
        let (first, second) = (ExportWriter(folder), ExportWriter(folder))
        _ = await first.take([try CallExportTests.peer("a")], at: 0)
        let before = try String(contentsOfFile: prom, encoding: .utf8)
        let said = try #require(await second.take([], at: 5_000))
        #expect(said.plain.contains("Another Joom"))
        #expect(await second.take([try CallExportTests.peer("b")], at: 6_000) == nil)
        #expect(files.count == 3, "both tables")
        await second.clear()
        await second.end()
        #expect(try String(contentsOfFile: prom, encoding: .utf8) == before)
        await first.end()
        #expect(!FileManager.default.fileExists(atPath: prom))
    }

    @Test func whatAKilledProcessLeftIsTakenAway() async throws {
        defer { cleanUp() }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "joom_call_peers 1\n".write(toFile: prom, atomically: true, encoding: .utf8)
        await ExportWriter(folder).clear()
        #expect(files.isEmpty)
    }

    @MainActor @Test func thePluginFollowsCallsFromEndToEnd() async throws {
        defer { cleanUp() }
        let exporter = StatisticsExporter(folder) { 1_000 }
        #expect(exporter.wantsStatistics)
        // Nothing is written before anything is measured.
        exporter.watch(.joined(try RoomName("kitchen")))
        exporter.watch(.ended)
        await exporter.finish()
        #expect(files.isEmpty)
        exporter.watch(.measured([try CallExportTests.peer("a", name: "Ada")]))
        await exporter.finish()
        #expect(files.count == 2)
        exporter.watch(.ended)
        await exporter.finish()
        #expect(files.count == 1)
        // What cannot be written is said by the plugin's name.
        cleanUp()
        try "in the way".write(toFile: folder, atomically: true, encoding: .utf8)
        exporter.watch(.measured([]))
        var requests = exporter.requests.makeAsyncIterator()
        let said = try #require(await requests.next())
        #expect(said.plugin.plain == "Statistics Exporter")
        guard case .say(let sentence) = said.wish else { throw CocoaError(.featureUnsupported) }
        #expect(sentence.plain.contains("switch this plugin off"))
        exporter.watch(.ended)
        await exporter.finish()
    }

    @Test func listsSayWhereTheFilesAre() {
        let plugin = StatisticsExporterPlugin(BaseDirectories(environment: ["XDG_DATA_HOME": "/data"], home: "/home/x"))
        #expect(plugin.manifest.folder == "/data/joom/statistics")
        #expect(plugin.manifest.changesAtOnce)
    }
}
