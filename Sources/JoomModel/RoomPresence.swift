// SPDX-License-Identifier: GPL-3.0-or-later

/// Who is in a room, as somebody is told who watches it from outside (Protocol.md section 3).
public struct RoomPresence: Hashable, Sendable {
    /// The room.
    public let room: RoomName
    /// What the people in it are called, in the order they came; nil for somebody without a name.
    public let names: [String?]

    /// Tells who is in a room.
    public init(room: RoomName, names: [String?]) {
        self.room = room
        self.names = names
    }
}
