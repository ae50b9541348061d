// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SocketIOCore

extension HeadlessParticipant {
    /// Reports figures to whoever asked for them.
    func tell(_ figures: JSONObject) {
        if options.statsInterval != nil { report.event("stats", figures) }
        do { try table?.add(figures, at: report.elapsedMilliseconds) } catch {
            table = nil
            cannotKeepTable(error)
        }
    }

    /// Begins the table; false, and said why, when it cannot be written.
    func openTable() -> Bool {
        guard let path = options.tablePath else { return true }
        do { table = try StatisticsTable(path: path) } catch {
            cannotKeepTable(error)
            return false
        }
        return true
    }

    private func cannotKeepTable(_ error: any Error) {
        let path = options.tablePath ?? ""
        let sentence = "The figures cannot be saved in \(path): \(error.localizedDescription)"
        report.event("error", ["code": "file", "message": .string(sentence)], sentence: sentence)
    }
}
