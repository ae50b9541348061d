// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets

/// The others' tiles, in as many columns as make the pictures largest; ours among them where there are several.
@MainActor
final class PeopleGrid {
    private let grid: Grid
    private let own: ParticipantTile
    private let showPicture: @MainActor (ParticipantID, VideoPane?) -> Void
    private var tiles: [ParticipantID: ParticipantTile] = [:]
    private var order: [ParticipantID] = []
    private var attached: [ParticipantTile] = []
    private var shape = 16.0 / 9.0
    private var columns = 1

    /// Fills a grid.
    ///
    /// - Parameters:
    ///   - grid: an empty one with cells of equal size.
    ///   - own: our own tile, which stands here while there are two others or more.
    ///   - showPicture: told which pane a person's pictures go to, and nil when there is none any more.
    init(
        grid: Grid,
        own: ParticipantTile,
        showPicture: @escaping @MainActor (ParticipantID, VideoPane?) -> Void
    ) {
        self.grid = grid
        self.own = own
        self.showPicture = showPicture
    }

    /// Whether our own tile stands here.
    var holdsOwn: Bool { attached.last === own }

    func update(_ participants: [CallSnapshot.Participant]) {
        let fresh = participants.map(\.id)
        if fresh != order { change(to: fresh) }
        for participant in participants { tiles[participant.id]?.update(TileState(participant)) }
    }

    /// Shows how good each connection is, and who speaks.
    func show(_ log: CallLog) {
        for (id, tile) in tiles { tile.show(log.people[id]) }
    }

    /// Follows the place's shape.
    func layOut(width: Int, height: Int) {
        shape = Double(max(width, 1)) / Double(max(height, 1))
        guard Self.columns(for: attached.count, shape: shape) != columns else { return }
        attach(attached)
    }

    private func change(to fresh: [ParticipantID]) {
        for id in order where !fresh.contains(id) { showPicture(id, nil) }
        let others = fresh.map { id in tiles[id] ?? make(id) }
        attach(others.count > 1 ? others + [own] : others)
        tiles = Dictionary(zip(fresh, others), uniquingKeysWith: { first, _ in first })
        order = fresh
    }

    private func attach(_ fresh: [ParticipantTile]) {
        for tile in attached { grid.remove(tile.overlay) }
        attached = fresh
        columns = Self.columns(for: fresh.count, shape: shape)
        for (index, tile) in fresh.enumerated() {
            let place = Self.place(index, of: fresh.count, columns: columns)
            grid.attach(tile.overlay, column: place.column, row: place.row, columns: 2)
        }
    }

    private func make(_ id: ParticipantID) -> ParticipantTile {
        let tile = ParticipantTile(size: .large, fit: .contain)
        showPicture(id, tile.pane)
        return tile
    }

    /// How many columns make pictures of 4:3 largest in a place of a shape (width through height).
    static func columns(for count: Int, shape: Double) -> Int {
        func size(_ columns: Int) -> Double {
            let rows = (count + columns - 1) / columns
            return min(shape / Double(columns), 4.0 / 3.0 / Double(rows))
        }
        return (1...max(count, 1)).max { size($0) < size($1) } ?? 1
    }

    /// The cell of one of `count` tiles, in half columns so that a last row that is not full stands in the middle.
    static func place(_ index: Int, of count: Int, columns: Int) -> (column: Int, row: Int) {
        let row = index / columns
        let inRow = min(columns, count - row * columns)
        return (column: (columns - inRow) + 2 * (index % columns), row: row)
    }
}
