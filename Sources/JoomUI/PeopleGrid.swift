// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets

/// The others' tiles in rows and columns as square as can be.
@MainActor
final class PeopleGrid {
    private let grid: Grid
    private let showPicture: @MainActor (ParticipantID, VideoPane?) -> Void
    private var tiles: [ParticipantID: ParticipantTile] = [:]
    private var order: [ParticipantID] = []

    /// Fills a grid.
    ///
    /// - Parameters:
    ///   - grid: an empty one with cells of equal size.
    ///   - showPicture: told which pane a person's pictures go to, and nil when there is none any more.
    init(grid: Grid, showPicture: @escaping @MainActor (ParticipantID, VideoPane?) -> Void) {
        self.grid = grid
        self.showPicture = showPicture
    }

    func update(_ participants: [CallSnapshot.Participant]) {
        let fresh = participants.map(\.id)
        if fresh != order { arrange(fresh) }
        for participant in participants { tiles[participant.id]?.update(TileState(participant)) }
    }

    private func arrange(_ fresh: [ParticipantID]) {
        for tile in tiles.values { grid.remove(tile.overlay) }
        for id in order where !fresh.contains(id) {
            tiles[id] = nil
            showPicture(id, nil)
        }
        for (index, id) in fresh.enumerated() {
            let tile = tiles[id] ?? add(id)
            let place = Self.place(index, of: fresh.count)
            grid.attach(tile.overlay, column: place.column, row: place.row, columns: place.columns)
        }
        order = fresh
    }

    private func add(_ id: ParticipantID) -> ParticipantTile {
        let tile = ParticipantTile(size: .large, fit: .contain)
        tiles[id] = tile
        showPicture(id, tile.pane)
        return tile
    }

    /// The cell of one of `count` tiles, in half columns so that a last row that is not full stands in the middle.
    static func place(_ index: Int, of count: Int) -> (column: Int, row: Int, columns: Int) {
        var columns = 1
        while columns * columns < count { columns += 1 }
        let row = index / columns
        let inRow = min(columns, count - row * columns)
        return (column: (columns - inRow) + 2 * (index % columns), row: row, columns: 2)
    }
}
