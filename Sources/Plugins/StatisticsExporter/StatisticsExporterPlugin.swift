// SPDX-License-Identifier: GPL-3.0-or-later
import FoundationEssentials
import JoomModel
public import PluginKit

/// Writes what connections measure: a table for each call, and the moment's figures for Prometheus.
public struct StatisticsExporterPlugin: Plugin {
    /// `statistics-exporter`.
    public let name = "statistics-exporter"

    private let folder: String

    /// Writes nothing before it is in use and a call is on.
    ///
    /// - Parameter directories: where the person's files are.
    public init(_ directories: BaseDirectories) { folder = ExportPlace.folder(directories) }

    /// What lists say of it.
    public var manifest: PluginManifest {
        PluginManifest(
            module: name,
            name: ExporterText.name,
            description: ExporterText.description,
            kinds: [.callAddOn],
            folder: folder
        )
    }

    /// Announces the exporter.
    public func register(in registry: inout PluginRegistry) {
        registry.callWatchers.append(
            StatisticsExporter(folder) { Int64((Date().timeIntervalSince1970 * 1_000).rounded()) }
        )
    }
}

/// Follows calls, and has their figures written in order.
@MainActor
final class StatisticsExporter: CallWatcher {
    /// Moments that may wait for a slow disk; of more, the newest are left out.
    static let patience = 30

    nonisolated let requests: AsyncStream<CallRequest>
    let wantsStatistics = true
    private let sentences: AsyncStream<CallRequest>.Continuation
    private let writer: ExportWriter
    private let now: @Sendable () -> Int64
    private var last: Task<Void, Never>
    private var waiting = 0
    private var isOn = false

    /// - Parameters:
    ///   - folder: where to.
    ///   - now: the time, in ms since 1970.
    nonisolated init(_ folder: String, now: @escaping @Sendable () -> Int64) {
        let writer = ExportWriter(folder)
        (self.writer, self.now) = (writer, now)
        (requests, sentences) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(8))
        last = Task { await writer.clear() }
    }

    deinit { sentences.finish() }

    func watch(_ event: CallEvent) {
        switch event {
        case .measured(let peers):
            isOn = true
            guard waiting < Self.patience else { return }
            waiting += 1
            let moment = now()
            enqueue { [weak self] writer in
                let sentence = await writer.take(peers, at: moment)
                await self?.written(sentence)
            }
        case .ended:
            guard isOn else { return }
            isOn = false
            enqueue { await $0.end() }
        case .joined, .came, .connected, .went: break
        }
    }

    func finish() async { await last.value }

    private func enqueue(_ work: @escaping @Sendable (ExportWriter) async -> Void) {
        last = Task { [last, writer] in
            await last.value
            await work(writer)
        }
    }

    private func written(_ sentence: LocalText?) {
        waiting -= 1
        if let sentence { sentences.yield(CallRequest(plugin: ExporterText.name, wish: .say(sentence))) }
    }
}
