// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// What a person gives to say where the call is: the command line's argument, the room form's entry.
public enum Destination: Hashable, Sendable {
    /// A room on whichever server is in use.
    case room(RoomName)
    /// A room and its server.
    case link(RoomLink)

    /// Reads a room's name or a link to one.
    ///
    /// - Parameter text: as typed or pasted; a text without a link's scheme is a room's name, taken as it is.
    /// - Throws: what is wrong with the link, or `.badRoom`.
    public init(_ text: String) throws(LinkError) {
        do throws(LinkError) {
            self = .link(try RoomLink(text))
        } catch .notALink {
            do { self = .room(try RoomName(text)) } catch { throw .badRoom(error) }
        } catch {
            throw error
        }
    }
}
