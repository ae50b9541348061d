// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// The others' tiles, in as many columns as make the pictures largest; ours among them where there are several.
@MainActor
final class PeopleGrid {
    private let grid: Grid
    private let own: ParticipantTile
    private let showPicture: @MainActor (ParticipantID, VideoPane?) -> Void
    private let compare: @MainActor (ParticipantID, [String], Bool) -> Void
    private var tiles: [ParticipantID: ParticipantTile] = [:]
    private var order: [ParticipantID] = []
    private var attached: [ParticipantTile] = []
    private var shape = 16.0 / 9.0
    private var columns = 1
    private var speaker: ParticipantID?
    /// Whether our own tile stands among the others at all; `arrange` makes it so.
    var showsOwn = true
    /// How the pictures are arranged; `arrange` makes it so.
    var layout = CallLayout.automatic

    /// Fills a grid.
    ///
    /// - Parameters:
    ///   - grid: an empty one with cells of equal size.
    ///   - own: our own tile, which stands here while there are two others or more.
    ///   - showPicture: told which pane a person's pictures go to, and nil when there is none any more.
    ///   - compare: hears what a person said of somebody's four words.
    init(
        grid: Grid,
        own: ParticipantTile,
        showPicture: @escaping @MainActor (ParticipantID, VideoPane?) -> Void,
        compare: @escaping @MainActor (ParticipantID, [String], Bool) -> Void = { _, _, _ in }
    ) {
        self.grid = grid
        self.own = own
        self.showPicture = showPicture
        self.compare = compare
    }

    /// Whether our own tile is to stand here, with so many others.
    func wantsOwn(among count: Int) -> Bool { showsOwn && layout.gathersOwn(among: count, shape: shape) }

    /// Whether our own tile stands here.
    var holdsOwn: Bool { attached.last === own }

    func update(_ participants: [CallSnapshot.Participant], server: ServerAddress?) {
        let fresh = participants.map(\.id)
        if fresh != order { change(to: fresh) }
        for participant in participants { tiles[participant.id]?.update(TileState(participant, server: server)) }
    }

    /// Opens what is known of who somebody is.
    func openTrust(of id: ParticipantID) { tiles[id]?.trust.open() }

    /// Shows how good each connection is, and who speaks.
    func show(_ log: CallLog) {
        follow(log)
        for (id, tile) in tiles { tile.show(log.people[id]) }
    }

    /// Makes whoever speaks large, until somebody else speaks and they do not.
    private func follow(_ log: CallLog) {
        func speaks(_ id: ParticipantID) -> Bool {
            (log.people[id]?.latest?.audioLevel ?? -.infinity) > ParticipantTile.speech
        }
        guard layout == .speaker, !(speaker.map(speaks) ?? false), let next = order.first(where: speaks),
            next != speaker
        else { return }
        speaker = next
        arrange()
    }

    /// Follows the place's shape; true when our own tile is in the wrong place now.
    func layOut(width: Int, height: Int) -> Bool {
        shape = Double(max(width, 1)) / Double(max(height, 1))
        guard wantsOwn(among: order.count) == holdsOwn else { return true }
        if Self.columns(for: attached.count, shape: shape) != columns { attach(attached) }
        return false
    }

    /// Puts the tiles where the layout wants them; our own must not be elsewhere.
    func arrange() {
        let others = order.compactMap { tiles[$0] }
        attach(wantsOwn(among: others.count) ? others + [own] : others)
    }

    private func change(to fresh: [ParticipantID]) {
        for id in order where !fresh.contains(id) { showPicture(id, nil) }
        let others = fresh.map { id in tiles[id] ?? make(id) }
        tiles = Dictionary(zip(fresh, others), uniquingKeysWith: { first, _ in first })
        order = fresh
        if let speaker, !fresh.contains(speaker) { self.speaker = nil }
        arrange()
    }

    private func attach(_ fresh: [ParticipantTile]) {
        for tile in attached { grid.remove(tile.overlay) }
        attached = fresh
        // The largest of them, or one of many of the same size: our own picture has time until theirs is drawn.
        own.pane.accompany((speaker.flatMap { tiles[$0] } ?? order.first.flatMap { tiles[$0] })?.pane)
        columns = Self.columns(for: fresh.count, shape: shape)
        if layout == .speaker, fresh.count > 1 { return attachSpeaker(fresh) }
        for (index, tile) in fresh.enumerated() {
            let place = Self.place(index, of: fresh.count, columns: columns)
            grid.attach(tile.overlay, column: place.column, row: place.row, columns: 2)
        }
    }

    /// One over three quarters of the height, the others in a row below.
    private func attachSpeaker(_ fresh: [ParticipantTile]) {
        let large = speaker.flatMap { tiles[$0] } ?? fresh.first
        let small = fresh.filter { $0 !== large }
        if let large { grid.attach(large.overlay, column: 0, row: 0, columns: small.count, rows: 3) }
        for (index, tile) in small.enumerated() { grid.attach(tile.overlay, column: index, row: 3) }
    }

    private func make(_ id: ParticipantID) -> ParticipantTile {
        let tile = ParticipantTile(size: .large, fit: .contain) { [compare] in compare(id, $0, $1) }
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
