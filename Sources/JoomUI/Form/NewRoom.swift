// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol

/// A room of one's own making: a name that nobody guesses, and a key that only its link carries.
struct NewRoom: Hashable {
    /// What it is called.
    let name: RoomName
    /// What opens it.
    let secret: RoomLink.Secret

    /// Has both already, such as a room that a person was in.
    init(name: RoomName, secret: RoomLink.Secret) {
        self.name = name
        self.secret = secret
    }

    /// Makes both up.
    init(using generator: inout some RandomNumberGenerator) throws(LinkError) {
        do { name = try RoomName(RoomSuggestion.make(using: &generator)) } catch { throw .badRoom(error) }
        secret = try RoomLink.Secret.make(using: &generator)
    }
}
