// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// Everything that is known of a room: what servers that share their rooms share.
struct RoomRecord: Hashable, Sendable {
    /// Nil while nobody is in it.
    var room: Room?
    /// Who may come back under the same id.
    var vacancies = Vacancies()

    /// True when there is nothing to remember.
    var isEmpty: Bool { room == nil && vacancies.isEmpty }

    /// The servers whose clients are inside or wait before the door.
    var nodes: Set<NodeID> {
        guard let room else { return [] }
        return Set(room.members.map(\.node)).union(room.door.knockers.map(\.node))
    }
}

/// One server of those that share their rooms; a fresh one for each start of a program.
public struct NodeID: Hashable, Sendable, CustomStringConvertible {
    /// A server that shares with nobody.
    static let alone = NodeID("")

    /// Letters and digits.
    public let rawValue: String

    /// Takes any text.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// The text.
    public var description: String { rawValue }
}
