// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SocketIOCore

/// The figures of a call as comma-separated values (RFC 4180), for spreadsheets: `--stats-csv`.
///
/// The first line names the columns, which are the members of the event `stats`; each further line is one peer at one
/// moment. What is not known is empty.
@MainActor final class StatisticsTable {
    private let file: FileHandle
    private var hasTitles = false

    /// Begins an empty file.
    ///
    /// - Parameter path: the file; what was in it is gone.
    /// - Throws: Foundation's error when it cannot be written.
    init(path: String) throws {
        let url = URL(fileURLWithPath: path)
        try Data().write(to: url)
        file = try FileHandle(forWritingTo: url)
    }

    /// Adds a line.
    ///
    /// - Parameters:
    ///   - figures: the members of the event `stats`, always in the same order.
    ///   - milliseconds: the event's `t_ms`.
    /// - Throws: Foundation's error, for example when the disk is full.
    func add(_ figures: JSONObject, at milliseconds: Double) throws {
        if !hasTitles { try write(["t_ms"] + figures.members.map(\.key)) }
        hasTitles = true
        try write(["\(Int64(milliseconds.rounded()))"] + figures.members.map { Self.cell($0.value) })
    }

    private func write(_ cells: [String]) throws {
        let line = cells.map(Self.quoted).joined(separator: ",") + "\r\n"
        try file.write(contentsOf: Data(line.utf8))
    }

    private static func cell(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        default: value.serialized
        }
    }

    /// A cell in quotation marks where it needs them: ids come from servers and may hold anything.
    private static func quoted(_ cell: String) -> String {
        let needsQuotes = cell.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        return needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }
}
