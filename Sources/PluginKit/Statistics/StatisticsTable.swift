// SPDX-License-Identifier: GPL-3.0-or-later

/// Figures as comma-separated values (RFC 4180), for spreadsheets; text to be written, line by line.
///
/// The first line names the columns. What is not known is empty.
public struct StatisticsTable: Hashable, Sendable {
    private var hasTitles = false

    /// Begins a table.
    public init() {}

    /// One more line, behind that of the names if it is the first.
    ///
    /// - Parameter figures: the cells, by the same names in the same order each time.
    /// - Returns: whole lines, each with its end.
    public mutating func add(_ figures: [StatisticsFigure]) -> String {
        let titles = hasTitles ? "" : Self.line(figures.map(\.name))
        hasTitles = true
        return titles + Self.line(figures.map { Self.cell($0.value) })
    }

    private static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

    private static func cell(_ value: StatisticsFigure.Value) -> String {
        switch value {
        case .integer(let number): String(number)
        case .number(let number): number.isFinite ? String(number) : ""
        case .text(let text): text
        case .unknown: ""
        }
    }

    /// A cell in quotation marks where it needs them: ids come from servers and may hold anything.
    private static func quoted(_ cell: String) -> String {
        let needsQuotes = cell.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        guard needsQuotes else { return cell }
        var text = "\""
        for scalar in cell.unicodeScalars {
            if scalar == "\"" { text.unicodeScalars.append("\"") }
            text.unicodeScalars.append(scalar)
        }
        return text + "\""
    }
}
