// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

extension Box {
    /// A name, and in smaller letters beneath what else there is to say, each in one line.
    static func lines(_ name: String, _ caption: String) -> Box {
        let words = Box(isVertical: true, spacing: 0)
        let (name, caption) = (Label(name), Label(caption))
        caption.setClass("joom-caption")
        for label in [name, caption] {
            label.wrap(maximumCharacters: 30)
            label.ellipsize()
            words.append(label)
        }
        return words
    }

    /// Puts small round buttons at the end of a row.
    func append(round buttons: [Button]) {
        for button in buttons {
            button.setClass("flat")
            button.setClass("circular")
            button.setAlignment(vertical: .center)
            append(button)
        }
    }
}

/// A row that can show something else.
@MainActor
protocol ListRow: AnyObject {
    /// What it shows; computed, so that it is changed only where something changed.
    associatedtype State: Equatable

    /// The row itself.
    var root: Box { get }

    /// Shows a state.
    func update(_ state: State)
}

/// Rows in a box, which stay while what they are about is there: whoever has the keyboard in one, or drags something, goes on.
@MainActor
final class RowList<Key: Hashable, Row: ListRow> {
    private let list: Box
    private let make: @MainActor (Key) -> Row
    private(set) var rows: [(key: Key, row: Row)] = []
    private var states: [Key: Row.State] = [:]

    /// - Parameters:
    ///   - list: where they go; nothing else is in it.
    ///   - make: makes a row that shows nothing yet.
    init(in list: Box, make: @escaping @MainActor (Key) -> Row) {
        (self.list, self.make) = (list, make)
    }

    /// The row about something; nil where there is none.
    subscript(key: Key) -> Row? { rows.first { $0.key == key }?.row }

    /// Shows rows in order, each key once.
    func show(_ wanted: [(key: Key, state: Row.State)]) {
        let keys = Set(wanted.map(\.key))
        let lost = rows.firstIndex { !keys.contains($0.key) && $0.row.root.hasFocusWithin }
        for old in rows where !keys.contains(old.key) { list.remove(old.row.root) }
        let fresh = wanted.map { (key: $0.key, row: self[$0.key] ?? added(make($0.key))) }
        for (before, after) in zip([nil] + fresh.map(Optional.some), fresh) {
            list.place(after.row.root, behind: before?.row.root)
        }
        rows = fresh
        for (key, state) in wanted where states[key] != state { self[key]?.update(state) }
        states = Dictionary(wanted.map { ($0.key, $0.state) }) { first, _ in first }
        // The keyboard goes to what took the place.
        if let lost, !rows.isEmpty { rows[min(lost, rows.count - 1)].row.root.focusFirst() }
    }

    private func added(_ row: Row) -> Row {
        list.append(row.root)
        return row
    }
}
