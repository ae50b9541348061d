// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import PluginKit

/// The file of `--stats-csv`; each further line is one peer at one moment.
@MainActor final class TableFile {
    private let file: FileHandle
    private var table = StatisticsTable()

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
    /// - Parameter figures: by the same names in the same order each time.
    /// - Throws: Foundation's error, for example when the disk is full.
    func add(_ figures: [StatisticsFigure]) throws { try file.write(contentsOf: Data(table.add(figures).utf8)) }
}
