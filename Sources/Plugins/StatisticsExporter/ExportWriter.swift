// SPDX-License-Identifier: GPL-3.0-or-later
import FoundationEssentials
import PluginKit
import ProgramKit

/// Writes the figures of calls, one call after the other, on a thread of its own.
actor ExportWriter {
    /// The file of the moment, for Prometheus.
    static let promName = "joom.prom"

    private let executor = FileQueue("org.joom.statistics")
    private let folder: String
    private var export: CallExport?
    private var table: OutputFile?
    private var claim: FolderClaim?
    /// Nothing more of this call can be written.
    private var hasFailed = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private var prom: String { folder + "/" + Self.promName }

    init(_ folder: String) { self.folder = folder }

    /// Takes away what a process left that did not end by itself; another one that is in a call keeps its own.
    func clear() {
        guard FileManager.default.fileExists(atPath: prom), let claim = FolderClaim(folder) else { return }
        withExtendedLifetime(claim) { removeProm() }
    }

    /// Writes the figures of a moment.
    ///
    /// - Parameters:
    ///   - peers: everybody's.
    ///   - moment: in ms since 1970.
    /// - Returns: what the person should know; nil for nothing.
    func take(_ peers: [PeerStatistics], at moment: Int64) -> LocalText? {
        guard !hasFailed else { return nil }
        do throws(OutputFile.Fault) {
            let isFirst = export == nil
            if isFirst { try prepare() }
            var export = export ?? CallExport(start: moment)
            let (lines, text) = export.take(peers, at: moment)
            self.export = export
            if !lines.isEmpty {
                if table == nil { table = try makeTable(at: export.start) }
                try table?.append(Array(lines.utf8))
            }
            if claim != nil { try OutputFile.replace(prom, with: Array(text.utf8), mode: 0o644) }
            return isFirst && claim == nil ? ExporterText.another(prom) : nil
        } catch {
            hasFailed = true
            // What is not written any more is not of this moment.
            if claim != nil { removeProm() }
            return ExporterText.failed(folder, error)
        }
    }

    /// The call is over: nothing is of the moment any more, and the table is whole.
    func end() {
        table?.synchronise()
        if claim != nil { removeProm() }
        (export, table, claim, hasFailed) = (nil, nil, nil, false)
    }

    private func prepare() throws(OutputFile.Fault) {
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw OutputFile.Fault(number: ExportPlace.reason(error))
        }
        claim = FolderClaim(folder)
    }

    private func makeTable(at start: Int64) throws(OutputFile.Fault) -> OutputFile {
        var paths = ExportPlace.tables(in: folder, at: LocalMoment(seconds: Int(start / 1_000)))[...]
        while true {
            let path = paths.removeFirst()
            do throws(OutputFile.Fault) { return try OutputFile(creating: path) } catch {
                guard error.isThere, !paths.isEmpty else { throw error }
            }
        }
    }

    private func removeProm() { try? FileManager.default.removeItem(atPath: prom) }
}
